/**
 * A process that uses or stops an embedded AWS which is a file, and proves each time that nobody stops what it uses:
 *
 *     node --require ./bin/typescript.js test/emulator/turn-taker.ts use|stop <root> <rounds>
 *
 * With 0 rounds it says "at work" and stays so until it is killed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InUseError } from "../../emulator";
import { announceUse, whileUnused } from "../../emulator/users";

async function use(root: string, work: () => Promise<void>): Promise<void> {
  const presence = await announceUse(root, "deploy dev --local");
  await work();
  presence.end();
}

async function stop(root: string, work: () => Promise<void>): Promise<void> {
  try {
    await whileUnused(root, {}, work);
  } catch (error) {
    if (!(error instanceof InUseError)) throw error;
  }
}

async function main([kind = "", root = "", rounds = "0"]: string[]): Promise<void> {
  const turn = kind === "use" ? use : stop;
  if (rounds === "0") return turn(root, untilKilled);
  const stopped = path.join(root, "stopped");
  const stops = () => fs.readFileSync(stopped, "utf8");
  for (let round = 0; round < Number(rounds); round += 1) {
    await turn(root, async () => {
      const before = stops();
      if (kind === "stop") fs.appendFileSync(stopped, "(");
      await sleep(Math.random() * 4);
      if (kind === "stop") fs.appendFileSync(stopped, ")");
      else if (before.endsWith("(") || stops() !== before) throw new Error(`it was stopped: ${before} -> ${stops()}`);
    });
    await sleep(Math.random() * 4);
  }
}

function untilKilled(): Promise<void> {
  process.stdout.write("at work\n");
  setInterval(() => undefined, 1_000);
  return new Promise(() => undefined);
}

void main(process.argv.slice(2));
