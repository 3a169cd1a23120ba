import { createHash } from "node:crypto";
import { AwsCallError, isFinal } from "../../aws/errors";
import type { BatchClient } from "../../aws/services";
import { type Submitter, unreadableAnswer } from "../engine/submitter";
import type { PlannedJob } from "./planned-job";
import { describeServiceJob, serviceJobs } from "./service-jobs";

/** Marks a job with its submission, so that it can be found after an answer was lost. */
export const SUBMISSION_TAG = "dapf-submission";

// The clock of this machine may be that much ahead of the service's.
const CLOCK_SKEW = 5 * 60_000;

/** Submits service jobs: they have a token by which AWS Batch knows a repeated call, and a tag by which they are found. */
export function serviceJobSubmitter(batch: BatchClient): Submitter<PlannedJob> {
  const find = (job: PlannedJob, mark: string, since: number) => findSubmitted(batch, job, tokenOf(mark), since);
  return {
    find,
    submit: async (job, _, mark) => {
      const clientToken = tokenOf(mark);
      const tags = { ...job.request.tags, [SUBMISSION_TAG]: clientToken };
      try {
        const request = { ...job.request, tags, clientToken };
        const { jobId } = await batch.call("SubmitServiceJob", request, { once: true });
        if (jobId === undefined) throw unreadableAnswer("SubmitServiceJob");
        return jobId;
      } catch (error) {
        if (!(error instanceof AwsCallError) || !isFinal(error.verdict)) throw error;
        // SubmitServiceJob, clientToken: of two requests with identical payload and token "the second request is
        // rejected", without saying how: every refusal may be that of a job which is there.
        const there = await find(job, mark, 0);
        if (there !== undefined) return there;
        throw error;
      }
    },
  };
}

/** SubmitServiceJob: a token has 1 to 64 characters. */
export const tokenOf = (mark: string): string => createHash("sha256").update(mark).digest("hex").slice(0, 32);

/** The list has no tags, so that the jobs of the name are looked at one by one. */
async function findSubmitted(batch: BatchClient, job: PlannedJob, token: string, since: number) {
  const oldest = since - CLOCK_SKEW;
  const query = { queue: job.request.jobQueue, filter: { name: "JOB_NAME", value: job.name } } as const;
  for await (const { jobId, createdAt = oldest } of serviceJobs(batch, query)) {
    // The list begins with the newest.
    if (createdAt < oldest) return undefined;
    const found = jobId === undefined ? undefined : await describeServiceJob(batch, jobId);
    if (found?.tags?.[SUBMISSION_TAG] === token) return jobId;
  }
  return undefined;
}
