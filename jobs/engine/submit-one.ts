import { AwsCallError, isFinal, verdictOf } from "../../aws/errors";
import { pauseAfter } from "../../aws/retry";
import { OutcomeForgottenError } from "./errors";
import { type Journal, JournalError } from "./journal";
import { findSubmitted, type JobKind, type PlannedJob } from "./kind";

/** A call whose outcome is not known. */
interface OpenCall {
  /** Milliseconds since 1970. */
  readonly calledAt: number;
  /** When it was no longer under way, for certain. */
  readonly overAt: number;
}

export type Outcome =
  | { readonly kind: "submitted"; readonly id: string; readonly found: boolean }
  | { readonly kind: "refused" | "no answer"; readonly reason: string; readonly cause?: unknown }
  | { readonly kind: "stopped" };

/** Pause between two looks for a job, at first. */
const FIRST_LOOK = 200;
// AWS Batch User Guide, "Job states": finished jobs "persist for at least 7 days"; a day less, to be safe.
const REMEMBERED = 6 * 24 * 60 * 60 * 1000;

/**
 * Submits one job, exactly once. The journal says before each call that it is made, and after it what came of it. A call
 * without an answer is not repeated before the job has been looked for, to the end of the time in which it must appear.
 *
 * @param openCall when an earlier process made a call whose outcome it did not live to record
 * @param isStopped whether no further call may be made; looking is still allowed
 */
export async function submitOne<J extends PlannedJob>(
  kind: JobKind<J>,
  journal: Journal,
  job: J,
  ids: ReadonlyMap<string, string>,
  openCall: number | undefined,
  isStopped: () => boolean,
): Promise<Outcome> {
  const { bucket, retry, time } = kind;
  const mark = `${journal.run}/${job.name}`;
  // When the earlier process made the call, and when it died, is not known: a disk or the whole machine may have slept.
  let open: OpenCall | undefined = openCall === undefined ? undefined : { calledAt: openCall, overAt: time.now() };
  for (let failures = 0; ;) {
    if (open !== undefined) {
      const id = await look(kind, job, mark, open, isStopped);
      if (id !== undefined) {
        await journal.append({ type: "done", key: job.name, id, at: time.now() });
        return { kind: "submitted", id, found: true };
      }
      if (failures >= retry.attempts) return { kind: "no answer", reason: "AWS Batch did not answer" };
    }
    if (isStopped()) return { kind: "stopped" };
    await bucket.take();
    if (isStopped()) return { kind: "stopped" };
    const at = time.now();
    await journal.append({ type: "call", key: job.name, at });
    try {
      const id = await kind.submit(job, ids, mark);
      await journal.append({ type: "done", key: job.name, id, at: time.now() });
      return { kind: "submitted", id, found: false };
    } catch (error) {
      if (error instanceof JournalError) throw error;
      const verdict = verdictOf(error);
      const reason = error instanceof AwsCallError ? error.reason : String(error);
      if (verdict !== "unanswered") await journal.append({ type: "refused", key: job.name, at: time.now() });
      if (isFinal(verdict)) return { kind: "refused", reason, cause: error };
      open = verdict === "unanswered" ? { calledAt: at, overAt: time.now() } : undefined;
      failures += 1;
      if (failures >= retry.attempts && open === undefined) return { kind: "no answer", reason };
      await time.sleep(pauseAfter(failures, retry, time));
    }
  }
}

/** Looks until the job is there, or must be there if it ever will; the last look is after that time. */
async function look<J extends PlannedJob>(
  kind: JobKind<J>,
  job: J,
  mark: string,
  { calledAt, overAt }: OpenCall,
  isStopped: () => boolean,
): Promise<string | undefined> {
  const { time, settle } = kind;
  if (time.now() - calledAt > REMEMBERED) {
    throw new OutcomeForgottenError(job.name, new Date(calledAt).toISOString());
  }
  const visible = overAt + settle;
  for (let pause = FIRST_LOOK; ; pause *= 2) {
    const begun = time.now();
    const id = await findSubmitted(kind, job, mark, calledAt);
    if (id !== undefined || begun >= visible || isStopped()) return id;
    await time.sleep(Math.min(pause, visible - begun));
  }
}
