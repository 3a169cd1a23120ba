import type { CancelJobsRequest, CancelJobsResponse } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import { TokenBucket } from "../../engine/rate";
import type { CallOptions } from "../../../aws/client";
import { AwsCallError, isFinal, verdictOf } from "../../../aws/errors";
import { groupsOf, inTurns } from "../../../aws/in-turns";
import { DEFAULT_RETRY, pauseAfter } from "../../../aws/retry";
import type { BatchClient } from "../../../aws/services";

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
export async function endJobs(options: EndOptions): Promise<Map<string, string>> {
  const { batch, ids, rate = RATE } = options;
  const end = new EndOfJobs(options, new TokenBucket(rate, 1, batch.time));
  await inTurns(groupsOf([...new Set(ids)], PER_CALL.ended), CALLS_AT_ONCE, (group) => end.group(group));
  return end.failed;
}

class EndOfJobs {
  readonly failed = new Map<string, string>();
  private readonly paced: CallOptions;

  constructor(
    private readonly options: EndOptions,
    bucket: TokenBucket,
  ) {
    this.paced = { before: () => bucket.take() };
  }

  async group(ids: readonly string[]): Promise<void> {
    const { time } = this.options.batch;
    let left = ids;
    for (let tries = 1; left.length > 0; tries += 1) {
      const answer = await this.many(left);
      if (answer === undefined) return;
      const again: string[] = [];
      for (const { job = "", code = "", message } of answer.errors ?? []) {
        if (RETRIED.has(code) && tries < DEFAULT_RETRY.attempts) again.push(job);
        else this.failed.set(job, message ?? code);
      }
      left = again;
      if (left.length > 0) await time.sleep(pauseAfter(tries, DEFAULT_RETRY, time));
    }
  }

  /** @returns undefined when the call was not taken and the jobs have been ended one by one, as far as they could be */
  private async many(ids: readonly string[]): Promise<CancelJobsResponse | undefined> {
    const { how, batch, reason } = this.options;
    const request: CancelJobsRequest = { jobs: [...ids], reason };
    try {
      return await batch.call(how === "cancel" ? "CancelJobs" : "TerminateJobs", request, this.paced);
    } catch (error) {
      if (isFinal(verdictOf(error))) await inTurns(ids, CALLS_AT_ONCE, (id) => this.one(id));
      else for (const id of ids) this.failed.set(id, textOf(error));
      return undefined;
    }
  }

  private async one(jobId: string): Promise<void> {
    const { how, batch, reason } = this.options;
    try {
      await batch.call(how === "cancel" ? "CancelJob" : "TerminateJob", { jobId, reason }, this.paced);
    } catch (error) {
      this.failed.set(jobId, textOf(error));
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof AwsCallError ? error.reason : String(error);
}
