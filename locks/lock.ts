import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DapfError } from "../errors";
import { isCode } from "./is-code";
import { announce, isAtWork, isElsewhere, type Owner, ownerIn, ownerText, type Presence } from "./presence";

/** Somebody else is at the work that a lock is for. */
export class LockedError extends DapfError {
  constructor(
    /** Absolute path of the owner's file in the folder of the lock. */
    readonly file: string,
    readonly owner: Owner,
  ) {
    super(`Nothing was done, because this is at work: ${ownerText(owner)}.\n${adviceFor(file, owner)}.`);
  }

  /** What can be done about it, as a sentence. */
  get advice(): string {
    return adviceFor(this.file, this.owner);
  }
}

function adviceFor(file: string, owner: Owner): string {
  return isElsewhere(owner)
    ? `Nobody can tell from here whether it still runs: if it does not, delete ${file}`
    : "Let it end, or end it, then run this again";
}

/** A lock that this process has. */
export interface Lock extends Pick<Presence, "owner" | "include" | "tell"> {
  release(): void;
}

const ENTRY = ".json";
const TIE_MILLISECONDS = 5;
/** Those who want a lock decide in milliseconds. One that does not was killed on another machine, or is very slow. */
const LONGEST_TIE_MILLISECONDS = 2_000;
/** A draft or a damaged file that is older is of a process that was killed while it wrote it. */
const OLD_MILLISECONDS = 60_000;

/**
 * Takes a lock that one process at a time can have. It ends with the process, however that ends.
 *
 * The lock is a folder. Whoever wants it puts a file of its own there and then looks whether it is alone: of two, at
 * least the later one sees the other. No file is ever written by somebody else, and what a dead process left can be
 * removed by everybody at any time, because its name is given to nobody again.
 *
 * @param folder absolute path; made when there is none, removed with the last file in it
 * @param what what it is taken for, as others are told it: `deploy of dev`
 * @throws LockedError when a living process, or one of another machine, has it
 */
export function takeLock(folder: string, what: string): Lock {
  const deadline = performance.now() + LONGEST_TIE_MILLISECONDS;
  for (;;) {
    const mine = enter(folder, what);
    const other = otherIn(folder, mine, deadline);
    if (other === undefined) return lockOf(mine);
    mine.end();
    if (other.owner.holds || performance.now() > deadline) throw new LockedError(other.file, other.owner);
    pause(TIE_MILLISECONDS * (1 + Math.random()));
  }
}

/** How to wait for a lock. */
export interface WaitOptions {
  /** Milliseconds; 0 does not wait. */
  readonly atMost: number;
  /** Told for whom it waits, and again when that changes. */
  readonly onWait?: (owner: Owner) => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  /** Milliseconds between two looks. @default 200 */
  readonly every?: number;
}

/**
 * Takes a lock as soon as it is free.
 *
 * @throws LockedError when it is not in time, the reason of the signal when that is aborted
 */
export async function waitForLock(folder: string, what: string, options: WaitOptions): Promise<Lock> {
  const { atMost, onWait, signal, every = 200 } = options;
  const deadline = performance.now() + atMost;
  let told: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return takeLock(folder, what);
    } catch (error) {
      if (!(error instanceof LockedError) || performance.now() >= deadline) throw error;
      const text = ownerText(error.owner);
      if (text !== told) onWait?.(error.owner);
      told = text;
    }
    // Those who wait for the same lock do not all look at the same moment.
    await sleep(every * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  }
}

/** Somebody who is at work, and the file that says so. */
export interface Present {
  readonly file: string;
  readonly owner: Owner;
}

/** Everybody who is at work in a folder of such files; what the dead left there is removed. */
export function ownersIn(folder: string): Present[] {
  return entriesIn(folder).flatMap((file) => {
    const owner = ownerIn(file);
    if (owner !== undefined && isAtWork(owner)) return [{ file, owner }];
    if (owner === undefined) removeIfOld(file);
    else fs.rmSync(file, { force: true });
    return [];
  });
}

/** Puts a file into such a folder that says who is at work; the last one to end removes the folder. */
export function enter(folder: string, what: string): Presence {
  for (;;) {
    try {
      fs.mkdirSync(folder, { recursive: true });
      return announceIn(folder, what);
    } catch (error) {
      // Somebody has left at that moment, and removed the folder behind them.
      if (!isCode(error, "ENOENT")) throw error;
    }
  }
}

let count = 0;

function announceIn(folder: string, what: string): Presence {
  count += 1;
  // Unique: one process, one number; and the time, because process numbers are given again.
  return announce(path.join(folder, `${Date.now()}-${process.pid}-${count}${ENTRY}`), what);
}

/**
 * Whoever holds the lock has it. Of those who want it, the one whose id comes first waits for the others to withdraw.
 *
 * @returns who keeps us from it; undefined: nobody, and it is ours
 */
function otherIn(folder: string, mine: Presence, deadline: number): Present | undefined {
  for (;;) {
    const others = ownersIn(folder).filter(({ owner }) => owner.id !== mine.owner.id);
    const first = others.find(({ owner }) => owner.holds) ?? others.find(({ owner }) => owner.id < mine.owner.id);
    if (first !== undefined) return first;
    const [other] = others;
    if (other === undefined) {
      mine.hold();
      return undefined;
    }
    if (performance.now() > deadline) return other;
    pause(TIE_MILLISECONDS);
  }
}

function lockOf(presence: Presence): Lock {
  return {
    get owner() {
      return presence.owner;
    },
    include: (pid) => presence.include(pid),
    tell: (doing) => presence.tell(doing),
    release: () => presence.end(),
  };
}

function entriesIn(folder: string): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
  for (const name of names.filter((one) => one.endsWith(".new"))) removeIfOld(path.join(folder, name));
  return names.filter((name) => name.endsWith(ENTRY) && !name.startsWith(".")).map((name) => path.join(folder, name));
}

function removeIfOld(file: string): void {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat !== undefined && Date.now() - stat.mtimeMs > OLD_MILLISECONDS) fs.rmSync(file, { force: true });
}

/** Locks are taken between two statements of a program, so the few milliseconds of a tie are waited for in place. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
