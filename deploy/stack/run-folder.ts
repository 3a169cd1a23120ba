import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { announce, atExit, isAtWork, isCode, isElsewhere, type Owner, ownerIn } from "../../locks";

/** The folder of one run of one command: nobody else writes there. */
export interface RunFolder {
  /** Absolute path. Synthesis writes here, and Terraform's streams stay here. */
  readonly path: string;
  /** Absolute path of a folder for what may hold secrets, such as the plan; it goes with the run. */
  readonly scratch: string;
  /** Counts a process as one of the run, which is not over while that lives. */
  include(pid: number): void;
  /** Removes what synthesis has made, because it is not whole. */
  discardStack(): void;
}

/** What a run is of. */
export interface RunOf {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly environment: string;
  /** `deploy` */
  readonly command: string;
  /** Whether others may want to look at it when it is over. @default true */
  readonly keep?: boolean;
}

/** How many runs of an environment are kept when they are over. */
const KEPT = 5;

const OWNER = "owner.json";
const SCRATCH = "scratch";
/** What synthesis makes; of a run that was killed it may be half a stack. */
const SYNTHESIZED = ["stacks", "manifest.json"];

/** A run on another machine may have been killed there; nobody waits longer than that for an answer. */
const LONGEST_ELSEWHERE_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/**
 * Does something in a new folder, `.dapf/runs/<environment>/<time>-<command>-<random>`. When it is over, streams and
 * stack of the last five runs stay there for whoever wants to know more; plan and other secrets never do. What killed
 * runs have left is put in order first.
 */
export async function inRunFolder<T>(of: RunOf, act: (folder: RunFolder) => Promise<T>): Promise<T> {
  const { root, environment, keep = true } = of;
  const runs = runsFolder(root, environment);
  fs.mkdirSync(runs, { recursive: true });
  for (const run of runsIn(runs)) endIfKilled(run);

  const { folder, presence } = begin(runs, of.command);
  const scratch = path.join(folder, SCRATCH);
  const end = () => {
    leave();
    fs.rmSync(keep ? scratch : folder, { recursive: true, force: true });
    presence.end();
  };
  const leave = atExit(end);
  const include = (pid: number) => presence.include(pid);
  try {
    return await act({ path: folder, scratch, include, discardStack: () => removeFrom(folder, SYNTHESIZED) });
  } finally {
    end();
    for (const old of finishedRuns(root, environment).slice(KEPT)) fs.rmSync(old, { recursive: true, force: true });
  }
}

/** @returns absolute paths of the folders of runs that are over, the latest first */
export function finishedRuns(root: string, environment: string): string[] {
  const runs = runsIn(runsFolder(root, environment));
  return runs.filter((run) => !fs.existsSync(path.join(run, OWNER))).reverse();
}

function runsFolder(root: string, environment: string): string {
  return path.join(root, ".dapf", "runs", environment);
}

/** Names begin with the time, so that their order is that of the runs. */
function runsIn(folder: string): string[] {
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => path.join(folder, name))
    .sort();
}

function begin(runs: string, command: string) {
  for (;;) {
    const time = new Date().toISOString().replaceAll(":", "-");
    const folder = path.join(runs, `${time}-${command}-${randomBytes(3).toString("hex")}`);
    // Streams can hold values that are nobody else's business.
    fs.mkdirSync(path.join(folder, SCRATCH), { recursive: true, mode: 0o700 });
    try {
      return { folder, presence: announce(path.join(folder, OWNER), command) };
    } catch (error) {
      // Without an owner it looked like one of a run that is over, and somebody has just tidied up.
      if (!isCode(error, "ENOENT")) throw error;
    }
  }
}

function endIfKilled(run: string): void {
  const file = path.join(run, OWNER);
  if (!fs.existsSync(file)) return;
  const owner = ownerIn(file);
  // One that cannot be read is what a power failure has left of it.
  if (owner !== undefined && isRunning(owner)) return;
  removeFrom(run, [SCRATCH, ...SYNTHESIZED, OWNER]);
}

function removeFrom(folder: string, names: readonly string[]): void {
  for (const name of names) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
}

function isRunning(owner: Owner): boolean {
  if (isElsewhere(owner)) return Date.now() - Date.parse(owner.since) < LONGEST_ELSEWHERE_MILLISECONDS;
  return isAtWork(owner);
}
