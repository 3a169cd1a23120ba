/** Work that the processes of a clone do one after the other. */
import { createHash } from "node:crypto";
import * as path from "node:path";
import { isCode, type Lock, takeTurn } from "../locks";
import type { Host } from "./host";
import { waiting } from "./waiting";

/** Work that waits until nobody else of the clone is at the same. */
export interface Turn {
  /** As others are told it: `code-sync of training of dev`. */
  readonly what: string;
  /** Same words, same work: what it changes, and in which AWS. The first one names the lock, and is fit for a file name. */
  readonly about: readonly [string, ...string[]];
  /** Milliseconds that it waits. @default ten minutes */
  readonly atMost?: number;
}

const LONGEST_WAIT = 10 * 60_000;

/**
 * Does work when its turn has come; standard error is told for whom it waits. A clone that cannot be written has no locks,
 * and each of its processes is like one of another clone, for which everything that takes turns is prepared.
 *
 * @throws WaitInterruptedError when the user does not want to wait, LockedError when it takes too long, and what the work throws
 */
export async function inTurn<T>(host: TurnHost, turn: Turn, act: () => Promise<T>): Promise<T> {
  const lock = await waitFor(host, turn);
  try {
    return await act();
  } finally {
    lock?.release();
  }
}

type TurnHost = Pick<Host, "root" | "stderr" | "interrupts">;

/** @returns undefined where there can be no lock */
async function waitFor(host: TurnHost, { what, about, atMost = LONGEST_WAIT }: Turn): Promise<Lock | undefined> {
  const folder = lockFolder(host.root, about);
  try {
    return await takeTurn({ folder, what, atMost, onWait: waiting(host), interrupts: host.interrupts });
  } catch (error) {
    if (isUnwritable(error)) return undefined;
    throw error;
  }
}

function isUnwritable(error: unknown): boolean {
  return ["EACCES", "EPERM", "EROFS"].some((code) => isCode(error, code));
}

/** @returns absolute path of the lock's folder; what the work is about may hold anything, so that it is a digest */
function lockFolder(root: string, about: Turn["about"]): string {
  const digest = createHash("sha256").update(JSON.stringify(about)).digest("hex").slice(0, 16);
  return path.join(root, ".dapf", "locks", `${about[0]}-${digest}.lock`);
}

/** Which AWS, as far as it is known without asking it. */
export interface AwsOfTurn {
  readonly region: string;
  /** Where calls go, when that is not AWS. */
  readonly endpoint: string | undefined;
  /** 12 digits, or what else tells accounts from each other. */
  readonly account?: string | undefined;
}

/** @returns the words that tell one AWS from another */
export function awsWords({ region, endpoint, account }: AwsOfTurn): string[] {
  return [endpoint ?? "AWS", account ?? "", region];
}
