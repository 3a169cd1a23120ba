import { type Journal, JournalError } from "./journal";
import { pauseAfter, type RetryPolicy } from "../../aws/retry";
import type { Time } from "../../aws/time";
import type { TokenBucket } from "./rate";
import { AwsCallError, isFinal, verdictOf } from "../../aws/errors";
import { OutcomeForgottenError } from "./errors";
import type { SubmissionRecord } from "./record";
import type { Submitter } from "./submitter";

export interface SubmitSettings {
  readonly journal: Journal<SubmissionRecord>;
  readonly bucket: TokenBucket;
  readonly retry: RetryPolicy;
  readonly time: Time;
  /**
   * Milliseconds after which a job whose submission was not answered is visible, if there is one. AWS says of its lists
   * only that they are eventually consistent.
   */
  readonly settle: number;
}

/** A call whose outcome is not known. */
interface OpenCall {
  /** Milliseconds since 1970. */
  readonly calledAt: number;
  /** When it was no longer under way, for certain. */
  readonly overAt: number;
}

export type Outcome =
  | { readonly kind: "submitted"; readonly id: string; readonly found: boolean }
  | { readonly kind: "refused" | "no answer"; readonly reason: string }
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
export async function submitOne<N extends { readonly name: string }>(
  node: N,
  ids: ReadonlyMap<string, string>,
  submitter: Submitter<N>,
  settings: SubmitSettings,
  openCall: number | undefined,
  isStopped: () => boolean,
): Promise<Outcome> {
  const { journal, bucket, retry, time } = settings;
  const mark = `${journal.run}/${node.name}`;
  // When the earlier process made the call, and when it died, is not known: a disk or the whole machine may have slept.
  let open: OpenCall | undefined = openCall === undefined ? undefined : { calledAt: openCall, overAt: time.now() };
  for (let failures = 0; ;) {
    if (open !== undefined) {
      const id = await look(node, submitter, settings, mark, open, isStopped);
      if (id !== undefined) {
        await journal.append({ type: "done", key: node.name, id, at: time.now() });
        return { kind: "submitted", id, found: true };
      }
      if (failures >= retry.attempts) return { kind: "no answer", reason: "AWS Batch did not answer" };
    }
    if (isStopped()) return { kind: "stopped" };
    await bucket.take();
    if (isStopped()) return { kind: "stopped" };
    const at = time.now();
    await journal.append({ type: "call", key: node.name, at });
    try {
      const id = await submitter.submit(node, ids, mark);
      await journal.append({ type: "done", key: node.name, id, at: time.now() });
      return { kind: "submitted", id, found: false };
    } catch (error) {
      if (error instanceof JournalError) throw error;
      const verdict = verdictOf(error);
      const reason = error instanceof AwsCallError ? error.reason : String(error);
      if (verdict !== "unanswered") await journal.append({ type: "refused", key: node.name, at: time.now() });
      if (isFinal(verdict)) return { kind: "refused", reason };
      open = verdict === "unanswered" ? { calledAt: at, overAt: time.now() } : undefined;
      failures += 1;
      if (failures >= retry.attempts && open === undefined) return { kind: "no answer", reason };
      await time.sleep(pauseAfter(failures, retry, time));
    }
  }
}

/** Looks until the job is there, or must be there if it ever will; the last look is after that time. */
async function look<N extends { readonly name: string }>(
  node: N,
  submitter: Submitter<N>,
  { time, settle }: SubmitSettings,
  mark: string,
  { calledAt, overAt }: OpenCall,
  isStopped: () => boolean,
): Promise<string | undefined> {
  if (time.now() - calledAt > REMEMBERED) {
    throw new OutcomeForgottenError(node.name, new Date(calledAt).toISOString());
  }
  const visible = overAt + settle;
  for (let pause = FIRST_LOOK; ; pause *= 2) {
    const begun = time.now();
    const id = await submitter.find(node, mark, calledAt);
    if (id !== undefined || begun >= visible || isStopped()) return id;
    await time.sleep(Math.min(pause, visible - begun));
  }
}
