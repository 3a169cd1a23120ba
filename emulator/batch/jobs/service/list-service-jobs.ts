import type { ListServiceJobsResponse, ServiceJobSummary, ListServiceJobsRequest } from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { InvalidRequest } from "../../plumbing/errors";
import { fitsName, timeOf } from "../job-filters";
import type { Call } from "../../plumbing/operation";
import { page } from "../../plumbing/pages";
import { latestAttemptOf, usageOf } from "./service-job-detail";
import type { ServiceJob } from "./service-job";

type ListServiceJobs = Checked<ListServiceJobsRequest>;

/** Newest first. */
export function listServiceJobs({ state, now }: Call, input: ListServiceJobs): ListServiceJobsResponse {
  if (input.jobQueue === undefined) throw new InvalidRequest("jobQueue is required.");
  const queue = state.jobQueues.get(input.jobQueue, now);
  const entries = state.serviceJobs
    .ofQueue(queue.arn)
    .filter(filterOf(input))
    .map((job) => ({ number: job.number, resource: job }));
  const { items, nextToken } = page(`service jobs of ${queue.name}`, entries, input);
  return { jobSummaryList: items.map(summary), nextToken };
}

type Filter = (job: ServiceJob) => boolean;

/** A filter makes the status count for nothing, except those by share, which go together with it (API model). */
function filterOf({ filters = [], jobStatus }: ListServiceJobs): Filter {
  const [filter, second] = filters;
  if (second !== undefined) throw new InvalidRequest("Only one filter can be used at a time.");
  if (filter === undefined) return (job) => job.status === (jobStatus ?? "RUNNING");
  const matches = matcher(filter.name ?? "", filter.values ?? []);
  const isByShare = filter.name === "SHARE_IDENTIFIER" || filter.name === "QUOTA_SHARE_NAME";
  return (job) => matches(job) && (!isByShare || jobStatus === undefined || job.status === jobStatus);
}

function matcher(name: string, values: readonly string[]): Filter {
  switch (name) {
    case "JOB_NAME":
      return (job) => values.some((value) => fitsName(value, job.name));
    case "SHARE_IDENTIFIER":
      return (job) => values.includes(job.shareIdentifier ?? "");
    case "QUOTA_SHARE_NAME":
      return (job) => values.includes(job.quotaShareName ?? "");
    case "BEFORE_CREATED_AT":
      return (job) => job.createdAt < timeOf(values);
    case "AFTER_CREATED_AT":
      return (job) => job.createdAt > timeOf(values);
    default:
      throw new InvalidRequest(`${name} is not a filter of ListServiceJobs.`);
  }
}

function summary(job: ServiceJob): ServiceJobSummary {
  return {
    jobArn: job.arn,
    jobId: job.id,
    jobName: job.name,
    serviceJobType: "SAGEMAKER_TRAINING",
    status: job.status,
    statusReason: job.statusReason,
    shareIdentifier: job.shareIdentifier,
    quotaShareName: job.quotaShareName,
    createdAt: job.createdAt,
    scheduledAt: job.scheduledAt,
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    latestAttempt: latestAttemptOf(job),
    capacityUsage: usageOf(job.demand),
  };
}
