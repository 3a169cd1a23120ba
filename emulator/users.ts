/** Who works with the embedded AWS of a clone: nobody's is taken down by another process while they do. */
import { setTimeout as sleep } from "node:timers/promises";
import { enter, LockedError, type Owner, ownersIn, type Presence, waitForLock } from "../locks";
import { BeingStoppedError, InUseError } from "./errors";
import { runFiles } from "./run-files";

/** A `down` may have to wait for a start to be over, and gives the supervisor 10 s to end. */
const LONGEST_DOWN_MS = 30_000;
const POLL_MS = 100;

export interface TurnOptions {
  /** Told of the `down` that has to be waited for. @default nothing */
  readonly onWait?: (owner: Owner) => void;
  /** Milliseconds to wait for it. @default half a minute */
  readonly atMost?: number;
}

/**
 * Announces work with the embedded AWS of a clone, before that is looked for or started. The work is over when the
 * result is told so, or with the process.
 *
 * @param root absolute path of the clone
 * @param what the work, as whoever wants to stop the embedded AWS is told it: `deploy dev --local`
 * @throws BeingStoppedError when a `down` is under way for too long
 */
export async function announceUse(root: string, what: string, options: TurnOptions = {}): Promise<Presence> {
  const files = runFiles(root);
  // First this, then the look: `down` takes its lock, then looks for users, so that one of the two sees the other.
  const use = enter(files.users, what);
  try {
    await noDownIn(files.downLock, options);
  } catch (error) {
    use.end();
    throw error;
  }
  return use;
}

async function noDownIn(folder: string, { onWait, atMost = LONGEST_DOWN_MS }: TurnOptions): Promise<void> {
  const deadline = performance.now() + atMost;
  let told: string | undefined;
  for (;;) {
    const [down] = ownersIn(folder);
    if (down === undefined) return;
    if (performance.now() >= deadline) throw new BeingStoppedError(new LockedError(down.file, down.owner));
    if (down.owner.id !== told) onWait?.(down.owner);
    told = down.owner.id;
    await sleep(POLL_MS);
  }
}

export interface StopOptions extends TurnOptions {
  /** Whether to stop it although somebody works with it. @default false */
  readonly force?: boolean;
}

/**
 * Lets `stop` stop the embedded AWS of a clone while nobody works with it, and lets nobody begin meanwhile. Of several
 * at once, one comes after the other.
 *
 * @param root absolute path of the clone
 * @throws InUseError when somebody is at work, BeingStoppedError when somebody else stops it for too long
 */
export async function whileUnused<T>(root: string, options: StopOptions, stop: () => Promise<T>): Promise<T> {
  const { force = false, onWait, atMost = LONGEST_DOWN_MS } = options;
  const files = runFiles(root);
  const lock = await waitForLock(files.downLock, "local down", { atMost, onWait }).catch((error: unknown) => {
    throw error instanceof LockedError ? new BeingStoppedError(error) : error;
  });
  try {
    const users = ownersIn(files.users);
    if (users.length > 0 && !force) throw new InUseError(users);
    return await stop();
  } finally {
    lock.release();
  }
}
