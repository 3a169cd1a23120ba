import type { CancelJobsRequest, CancelJobsResponse } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import { type BatchCalls, groupsOf } from "../batch";
import {
  DEFAULT_RETRY,
  inTurns,
  pauseAfter,
  realTime,
  type Time,
  TokenBucket,
  verdictOf,
  withRetry,
} from "../../engine/rate";

/** `cancel` ends jobs that do not run yet; `terminate` stops those that run, too. */
export type Ending = "cancel" | "terminate";

export interface EndOptions {
  readonly how: Ending;
  readonly calls: Pick<BatchCalls, "cancelJob" | "cancelJobs" | "terminateJob" | "terminateJobs">;
  readonly ids: readonly string[];
  /** What the status of the jobs says then; at most 1024 characters. */
  readonly reason: string;
  /** Calls a second. @default 10 */
  readonly rate?: number;
  readonly time?: Time;
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
  const { ids, rate = RATE, time = realTime } = options;
  const end = new EndOfJobs(options, new TokenBucket(rate, 1, time), time);
  await inTurns(groupsOf([...new Set(ids)], PER_CALL.ended), CALLS_AT_ONCE, (group) => end.group(group));
  return end.failed;
}

class EndOfJobs {
  readonly failed = new Map<string, string>();

  constructor(
    private readonly options: EndOptions,
    private readonly bucket: TokenBucket,
    private readonly time: Time,
  ) {}

  async group(ids: readonly string[]): Promise<void> {
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
      if (left.length > 0) await this.time.sleep(pauseAfter(tries, DEFAULT_RETRY, this.time));
    }
  }

  /** @returns undefined when the call was not taken and the jobs have been ended one by one, as far as they could be */
  private async many(ids: readonly string[]): Promise<CancelJobsResponse | undefined> {
    const { how, calls, reason } = this.options;
    const request: CancelJobsRequest = { jobs: [...ids], reason };
    try {
      return await this.asked(() => (how === "cancel" ? calls.cancelJobs(request) : calls.terminateJobs(request)));
    } catch (error) {
      if (verdictOf(error) === "refused") await inTurns(ids, CALLS_AT_ONCE, (id) => this.one(id));
      else for (const id of ids) this.failed.set(id, textOf(error));
      return undefined;
    }
  }

  private async one(jobId: string): Promise<void> {
    const { how, calls, reason } = this.options;
    const request = { jobId, reason };
    try {
      await this.asked(() => (how === "cancel" ? calls.cancelJob(request) : calls.terminateJob(request)));
    } catch (error) {
      this.failed.set(jobId, textOf(error));
    }
  }

  private asked<T>(call: () => Promise<T>): Promise<T> {
    return withRetry(async () => {
      await this.bucket.take();
      return call();
    }, this.time);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
