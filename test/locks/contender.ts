/**
 * A process that takes a lock again and again, and proves each time that it has it alone:
 *
 *     node --require ./bin/typescript.js test/locks/contender.ts <lock folder> <proof file> <rounds>
 */
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isSameProcess, processStart, waitForLock } from "../../locks";

const own = `${process.pid} ${processStart(process.pid)}`;

async function main([folder = "", proof = "", rounds = "0"]: string[]): Promise<void> {
  for (let round = 0; round < Number(rounds); round += 1) {
    const lock = await waitForLock(folder, "round", { atMost: 60_000, every: 2 });
    // A proof that is there is of somebody else who has the lock, or was killed while it had it.
    const [pid, start = ""] = fs.existsSync(proof) ? fs.readFileSync(proof, "utf8").split(" ") : [];
    if (isSameProcess(Number(pid ?? 0), start)) throw new Error(`process ${pid} has the lock, too`);
    fs.writeFileSync(proof, own);
    await sleep(Math.random() * 3);
    if (fs.readFileSync(proof, "utf8") !== own) throw new Error("somebody else took the lock, too");
    fs.rmSync(proof);
    lock.release();
  }
}

void main(process.argv.slice(2));
