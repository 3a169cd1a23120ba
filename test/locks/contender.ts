/**
 * A process that takes a lock again and again, and proves each time that it has it alone:
 *
 *     node --require tsx/cjs test/locks/contender.ts <lock folder> <proof file> <rounds>
 */
import * as fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { waitForLock } from "../../locks";

async function main([folder = "", proof = "", rounds = "0"]: string[]): Promise<void> {
  for (let round = 0; round < Number(rounds); round += 1) {
    const lock = await waitForLock(folder, "round", { atMost: 60_000, every: 2 });
    // A proof that is there is of somebody else who has the lock, or was killed while it had it.
    const before = fs.existsSync(proof) ? Number(fs.readFileSync(proof, "utf8")) : undefined;
    if (before !== undefined && isAlive(before)) throw new Error(`process ${before} has the lock, too`);
    fs.writeFileSync(proof, String(process.pid));
    await sleep(Math.random() * 3);
    if (fs.readFileSync(proof, "utf8") !== String(process.pid)) throw new Error("somebody else took the lock, too");
    fs.rmSync(proof);
    lock.release();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

void main(process.argv.slice(2));
