import type { JobSummary, ListJobsResponse } from "@aws-sdk/client-batch";
import { z } from "zod";
import { partsOf } from "../job-definition-store";
import { ClientException } from "../errors";
import { fitsName, timeOf } from "../job-filters";
import type { Call } from "../operation";
import { page } from "../pages";
import { pageShape } from "../shapes";
import type { Job } from "./job";

// ListJobs, maxResults: 1000 results by status, 100 with a filter.
const LARGEST_PAGE = 1000;
const LARGEST_FILTERED_PAGE = 100;

export const listJobsShape = z.object({
  jobQueue: z.string().optional(),
  arrayJobId: z.string().optional(),
  multiNodeJobId: z.string().optional(),
  jobStatus: z.enum(["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED", "FAILED"]).optional(),
  filters: z.array(z.object({ name: z.string(), values: z.array(z.string()) })).optional(),
  ...pageShape,
});

type ListJobs = z.infer<typeof listJobsShape>;

export function listJobs({ state, now }: Call, input: ListJobs): ListJobsResponse {
  if (input.jobQueue === undefined) throw new ClientException("jobQueue is required.");
  const queue = state.jobQueues.get(input.jobQueue, now);
  const fits = filterOf(input);
  const entries = state.jobs
    .ofQueue(queue.arn)
    .filter(fits)
    .map((job) => ({ number: job.number, resource: job }));
  const largest = input.filters === undefined ? LARGEST_PAGE : LARGEST_FILTERED_PAGE;
  const { items, nextToken } = page(`jobs of ${queue.name}`, entries, input, largest);
  return { jobSummaryList: items.map(summary), nextToken };
}

type Filter = (job: Job) => boolean;

/** "If the filters parameter is specified, the jobStatus parameter is ignored", except with SHARE_IDENTIFIER. */
function filterOf({ filters = [], jobStatus }: ListJobs): Filter {
  const [filter, second] = filters;
  if (second !== undefined) throw new ClientException("Only one filter can be used at a time.");
  const hasStatus: Filter = (job) => jobStatus === undefined || job.status === jobStatus;
  if (filter === undefined) return (job) => job.status === (jobStatus ?? "RUNNING");
  const matches = matcher(filter.name, filter.values);
  return filter.name === "SHARE_IDENTIFIER" ? (job) => matches(job) && hasStatus(job) : matches;
}

function matcher(name: string, values: readonly string[]): Filter {
  switch (name) {
    case "JOB_NAME":
      return (job) => values.some((value) => fitsName(value, job.name));
    case "JOB_DEFINITION":
      return (job) => values.some((value) => fitsName(value, definitionName(job, value)));
    case "SHARE_IDENTIFIER":
      return (job) => values.includes(job.shareIdentifier ?? "");
    case "BEFORE_CREATED_AT":
      return (job) => job.createdAt < timeOf(values);
    case "AFTER_CREATED_AT":
      return (job) => job.createdAt > timeOf(values);
    default:
      throw new ClientException(`${name} is not a filter of ListJobs.`);
  }
}

/** A value may be an ARN, or a name with or without a revision. */
function definitionName({ definitionArn }: Job, value: string): string {
  if (value.startsWith("arn:")) return definitionArn;
  const { name, revision } = partsOf(definitionArn);
  return value.includes(":") ? `${name}:${revision ?? ""}` : name;
}

function summary(job: Job): JobSummary {
  return {
    jobArn: job.arn,
    jobId: job.id,
    jobName: job.name,
    jobDefinition: job.definitionArn,
    status: job.status,
    statusReason: job.statusReason,
    shareIdentifier: job.shareIdentifier,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    container: { exitCode: job.placement?.exitCode },
  };
}
