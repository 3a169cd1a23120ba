import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Lock, ownerText, waitForLock } from "../locks";

/** What is left in a folder when all of it is there. */
const COMPLETE = ".complete";

export interface Making {
  /** Absolute path of the folder to make. */
  readonly folder: string;
  /** As others are told it: `Terraform 1.11.4`. */
  readonly what: string;
  /** Told what happens, a line each. */
  readonly tell: (line: string) => void;
  readonly signal?: AbortSignal;
  /**
   * Makes it, in its place: the folder exists and is empty.
   *
   * @param lock to include processes in, which may go on when this one is killed
   */
  readonly make: (folder: string, lock: Lock) => Promise<void>;
}

const LONGEST_MAKING_MILLISECONDS = 20 * 60_000;

/** Whether a folder has been made, and to its end. */
export function isMade(folder: string): boolean {
  return existsSync(join(folder, COMPLETE));
}

/** Lets a folder that has turned out to be of no use be made anew. */
export function forget(folder: string): void {
  rmSync(join(folder, COMPLETE), { force: true });
}

/**
 * Makes a folder unless it is there. Of several processes at once one makes it and the others wait; what one left that was
 * interrupted or killed is removed by the next.
 *
 * @throws LockedError when another process takes too long, the signal's reason, and what `make` throws
 */
export async function makeOnce({ folder, what, tell, signal, make }: Making): Promise<void> {
  if (isMade(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const lock = await waitForLock(`${folder}.lock`, what, {
    atMost: LONGEST_MAKING_MILLISECONDS,
    onWait: (owner) => tell(`waiting for ${ownerText(owner)}`),
    ...(signal === undefined ? {} : { signal }),
  });
  try {
    if (isMade(folder)) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    await make(folder, lock);
    writeFileSync(join(folder, COMPLETE), "");
  } finally {
    lock.release();
  }
}
