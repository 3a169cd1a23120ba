import { DapfError, EXIT_INTERRUPTED } from "../errors";
import { type Lock, waitForLock } from "./lock";
import type { Owner } from "./presence";

/** The user has ended the waiting for a turn. */
export class WaitInterruptedError extends DapfError {
  override readonly exitCode = EXIT_INTERRUPTED;

  constructor(
    /** What has not begun: `deploy of dev`. */
    readonly what: string,
  ) {
    super(`Interrupted: the ${what} has not begun.`);
  }
}

/** Work that waits until nobody else is at the same. */
export interface Turn {
  /** Absolute path of the lock's folder. */
  readonly folder: string;
  /** As others are told it: `deploy of dev`. */
  readonly what: string;
  /** Milliseconds that it waits. */
  readonly atMost: number;
  /** Told for whom it waits, and again when that changes. */
  readonly onWait: (owner: Owner) => void;
  /** Ends the waiting. */
  readonly interrupts: { subscribe(listener: () => void): () => void };
}

/**
 * Waits for a turn. Whoever gets it gives the lock back.
 *
 * @throws WaitInterruptedError when the user does not want to wait, LockedError when it takes too long
 */
export async function takeTurn({ folder, what, atMost, onWait, interrupts }: Turn): Promise<Lock> {
  const stop = new AbortController();
  const unsubscribe = interrupts.subscribe(() => stop.abort(new WaitInterruptedError(what)));
  return waitForLock(folder, what, { atMost, onWait, signal: stop.signal }).finally(unsubscribe);
}
