import { PER_CALL, QUOTAS } from "../../../aws/batch/limits";
import { groupsOf } from "../../../aws/in-turns";
import { DEFAULT_RETRY } from "../../../aws/retry";
import type { BatchClient } from "../../../aws/services";
import { idIn, type JobKind, type SubmitPace } from "../../engine/kind";
import { TokenBucket } from "../../engine/rate";
import { containerStatuses } from "../statuses";
import { type PlannedContainerJob, requestOf, SUBMISSION_TAG } from "./planned-job";

export const DEFAULT_RATE = QUOTAS.submitJobCalls;
// ListJobs shows a job within about a second; this is generous.
const SETTLE = 10_000;

/** Jobs in containers: AWS Batch knows their dependencies; of a repeated submission it makes a second job. */
export function containerJobs(
  batch: BatchClient,
  { rate = DEFAULT_RATE, settle = SETTLE, retry = DEFAULT_RETRY }: SubmitPace = {},
): JobKind<PlannedContainerJob> {
  const bucket = new TokenBucket(rate, Math.max(1, rate / 10), batch.time);
  // The calls that look share the rate with those that submit.
  const paced = { before: () => bucket.take() };
  return {
    waits: false,
    statuses: containerStatuses(batch),
    time: batch.time,
    bucket,
    atOnce: 32,
    retry,
    settle,
    submit: async (job, ids, mark) =>
      idIn("SubmitJob", await batch.call("SubmitJob", requestOf(job, ids, mark), { once: true })),
    // ListJobs cannot search by tag. Its filters: "sorted by the createdAt field, with the most recent jobs being first".
    namesakes: ({ request: { jobName = "", jobQueue } }) => {
      const request = { jobQueue, filters: [{ name: "JOB_NAME", values: [jobName] }] };
      return batch.lists("ListJobs", request, ({ jobSummaryList }) => jobSummaryList, paced);
    },
    marked: async (ids, mark) => {
      for (const group of groupsOf(ids, PER_CALL.described)) {
        const { jobs = [] } = await batch.call("DescribeJobs", { jobs: group }, paced);
        const own = jobs.find(({ tags }) => tags?.[SUBMISSION_TAG] === mark);
        if (own !== undefined) return own.jobId;
      }
      return undefined;
    },
  };
}
