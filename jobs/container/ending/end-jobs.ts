import { PER_CALL } from "../../../aws/batch/limits";
import { AwsCallError, isFinal, verdictOf } from "../../../aws/errors";
import { groupsOf, inTurns } from "../../../aws/in-turns";
import { DEFAULT_RETRY, pauseAfter } from "../../../aws/retry";
import type { BatchClient } from "../../../aws/services";
import { TokenBucket } from "../../engine/rate";

/** `cancel` ends jobs that do not run yet; `terminate` stops those that run, too. */
export type Ending = "cancel" | "terminate";

export interface EndOptions {
  readonly how: Ending;
  readonly batch: BatchClient;
  readonly ids: readonly string[];
  /** What the status of the jobs says then; at most 1024 characters. */
  readonly reason: string;
  /** Calls a second. @default 10 */
  readonly rate?: number;
}

const CALLS_AT_ONCE = 4;
const RATE = 10;
// CancelJobsErrorDetail, code: "Retry the request."
const RETRIED = new Set(["ThrottlingException", "ServerException"]);

/**
 * Ends jobs, fifty a call; those that are over stay as they are. Where the call for many is refused as a whole, because of
 * one of them or because only the call for one is allowed, each is ended by itself.
 *
 * @returns the ids that could not be ended, with the reason
 */
export async function endJobs({ how, batch, ids, reason, rate = RATE }: EndOptions): Promise<Map<string, string>> {
  const { time } = batch;
  const bucket = new TokenBucket(rate, 1, time);
  const paced = { before: () => bucket.take() };
  const failed = new Map<string, string>();
  const fail = (id: string, error: unknown) =>
    void failed.set(id, error instanceof AwsCallError ? error.reason : String(error));

  async function endOne(jobId: string): Promise<void> {
    try {
      await batch.call(how === "cancel" ? "CancelJob" : "TerminateJob", { jobId, reason }, paced);
    } catch (error) {
      fail(jobId, error);
    }
  }

  async function endMany(jobs: string[], tries = 1): Promise<void> {
    const again: string[] = [];
    try {
      const answer = await batch.call(how === "cancel" ? "CancelJobs" : "TerminateJobs", { jobs, reason }, paced);
      for (const { job = "", code = "", message } of answer.errors ?? []) {
        if (RETRIED.has(code) && tries < DEFAULT_RETRY.attempts) again.push(job);
        else failed.set(job, message ?? code);
      }
    } catch (error) {
      if (isFinal(verdictOf(error))) await inTurns(jobs, CALLS_AT_ONCE, endOne);
      else for (const id of jobs) fail(id, error);
    }
    if (again.length === 0) return;
    await time.sleep(pauseAfter(tries, DEFAULT_RETRY, time));
    await endMany(again, tries + 1);
  }

  await inTurns(groupsOf([...new Set(ids)], PER_CALL.ended), CALLS_AT_ONCE, (group) => endMany(group));
  return failed;
}
