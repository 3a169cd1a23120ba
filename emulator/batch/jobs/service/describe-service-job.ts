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
export function knownJob({ state }: Call, jobId: string): ServiceJob | undefined {
  const job = state.serviceJobs.get(jobId.slice(jobId.lastIndexOf("/") + 1));
  return job?.id === jobId || job?.arn === jobId ? job : undefined;
}

/** @throws ClientException when there is none */
export function existingJob(call: Call, jobId: string): ServiceJob {
  const job = knownJob(call, jobId);
  if (job === undefined) throw doesNotExist(`Service job ${jobId}`);
  return job;
}
