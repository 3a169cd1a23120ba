import { createHash } from "node:crypto";
import { queueTags } from "../../aws/batch/queue-tag";
import { QUOTAS } from "../../aws/batch/limits";
import { AwsCallError, isFinal } from "../../aws/errors";
import { DEFAULT_RETRY } from "../../aws/retry";
import type { BatchClient } from "../../aws/services";
import { findSubmitted, idIn, type JobKind, type SubmitPace } from "../engine/kind";
import { TokenBucket } from "../engine/rate";
import type { PlannedServiceJob } from "./planned-job";
import { describeServiceJob, serviceJobs } from "./service-jobs";
import { serviceStatuses } from "./statuses";

/** Marks a job with its submission, so that it can be found after an answer was lost. */
export const SUBMISSION_TAG = "dapf-submission";

// AWS says of its lists only that they are eventually consistent. A token that is repeated too early doubles nothing.
const SETTLE = 5000;
// Throttling passes: at 5 a second and 20 % of it, 20 attempts fail once in 10^14.
const RETRY = { ...DEFAULT_RETRY, attempts: 20 };

/**
 * Training jobs: AWS Batch knows no dependencies of theirs, and knows a repeated submission by its token.
 *
 * @param begun no job was submitted before, milliseconds since 1970
 */
export function trainingJobs(
  batch: BatchClient,
  begun: number,
  { rate = QUOTAS.submitServiceJobCalls, settle = SETTLE, retry = RETRY }: SubmitPace = {},
): JobKind<PlannedServiceJob> {
  const kind: JobKind<PlannedServiceJob> = {
    waits: true,
    statuses: serviceStatuses(batch, begun),
    time: batch.time,
    // Some jobs always wait for their turn, so that slow timers cost no rate; more at once AWS would throttle.
    bucket: new TokenBucket(rate, 1, batch.time),
    // Some more than the rate needs, so that jobs whose attempts are repeated hold up none; few enough to end soon.
    atOnce: 8,
    retry,
    settle,
    submit: async (job, _, mark) => {
      const clientToken = tokenOf(mark);
      const tags = { ...job.request.tags, ...queueTags(job.request.jobQueue), [SUBMISSION_TAG]: clientToken };
      try {
        const request = { ...job.request, tags, clientToken };
        return idIn("SubmitServiceJob", await batch.call("SubmitServiceJob", request, { once: true }));
      } catch (error) {
        if (!(error instanceof AwsCallError) || !isFinal(error.verdict) || error.verdict === "denied") throw error;
        // SubmitServiceJob, clientToken: of two requests with identical payload and token "the second request is
        // rejected", without saying how: every refusal may be that of a job which is there.
        const there = await findSubmitted(kind, job, mark, 0);
        if (there !== undefined) return there;
        throw error;
      }
    },
    namesakes: ({ request: { jobName, jobQueue } }) =>
      serviceJobs(batch, { queue: jobQueue, filter: { name: "JOB_NAME", value: jobName } }),
    marked: async (ids, mark) => {
      for (const id of ids) {
        if ((await describeServiceJob(batch, id))?.tags?.[SUBMISSION_TAG] === tokenOf(mark)) return id;
      }
      return undefined;
    },
  };
  return kind;
}

/** SubmitServiceJob: a token has 1 to 64 characters. */
const tokenOf = (mark: string): string => createHash("sha256").update(mark).digest("hex").slice(0, 32);
