import type { DescribeServiceJobRequest } from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { doesNotExist } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import type { ServiceJob } from "./service-job";
import { shownOf, type ServiceJobDetail } from "./service-job-detail";

export function describeServiceJob(call: Call, { jobId }: Checked<DescribeServiceJobRequest>): ServiceJobDetail {
  const job = existingJob(call, jobId);
  return { ...shownOf(job), serviceRequestPayload: job.payload, tags: job.tags };
}

/** @param jobId - an ARN does as well */
export function existingJob({ state }: Call, jobId: string): ServiceJob {
  const job = state.serviceJobs.get(jobId.slice(jobId.lastIndexOf("/") + 1));
  if (job === undefined || (job.id !== jobId && job.arn !== jobId)) throw doesNotExist(`Service job ${jobId}`);
  return job;
}
