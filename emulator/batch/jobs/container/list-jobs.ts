import { PER_CALL } from "../../../../aws/batch/limits";
import { VCPU } from "../../../../aws/batch/names";
import type { JobSummary, ListJobsResponse, ListJobsRequest } from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { partsOf } from "../../resources/job-definition-store";
import { isArn } from "../../../../aws/arns";
import { ClientException, doesNotExist, InvalidRequest } from "../../plumbing/errors";
import { fits, fitsName, timeOf } from "../job-filters";
import type { Call } from "../../plumbing/operation";
import { page } from "../../plumbing/pages";
import type { Numbered } from "../../plumbing/table";
import { arrayDetail } from "./array-job";
import type { Job } from "./job";

type ListJobs = Checked<ListJobsRequest>;

export function listJobs(call: Call, input: ListJobs): ListJobsResponse {
  const { name, entries, filters } = listed(call, input);
  const fits = filterOf(filters, input.jobStatus);
  const largest = filters === undefined ? PER_CALL.listedByStatus : PER_CALL.described;
  const { items, nextToken } = page(
    name,
    entries.filter(({ resource }) => fits(resource)),
    input,
    largest,
  );
  return { jobSummaryList: items.map(summary), nextToken };
}

interface Listed {
  /** What the list is of. */
  readonly name: string;
  readonly entries: Numbered<Job>[];
  readonly filters: ListJobs["filters"];
}

/** "You must specify only one of the following items": a queue, an array job, or a multi-node parallel job. */
function listed({ state, now }: Call, { jobQueue, arrayJobId, multiNodeJobId, filters }: ListJobs): Listed {
  const [of, second] = [jobQueue, arrayJobId, multiNodeJobId].filter((one) => one !== undefined);
  if (of === undefined || second !== undefined) {
    throw new InvalidRequest("Exactly one of jobQueue, arrayJobId and multiNodeJobId is required.");
  }
  if (jobQueue !== undefined) {
    const queue = state.jobQueues.get(jobQueue, now);
    // "The results are sorted by the createdAt field, with the most recent jobs being first."
    const entries = state.jobs.ofQueue(queue.arn).map((job) => ({ number: -job.order, resource: job }));
    return { name: `jobs of ${queue.name}`, entries: entries.reverse(), filters };
  }
  const job = state.jobs.get(of);
  if (job === undefined) throw doesNotExist(of);
  if (arrayJobId === undefined) throw new ClientException(`Job ${of} is not a multi-node parallel job.`);
  if (job.array?.kind !== "parent") throw new ClientException(`Job ${of} is not an array job.`);
  const entries = job.array.children.map((child, index) => ({ number: index, resource: child }));
  // "The filter doesn't apply to child jobs in an array"
  return { name: `children of ${of}`, entries, filters: undefined };
}

type Filter = (job: Job) => boolean;

/** "When the filter is used, jobStatus is ignored with the exception that SHARE_IDENTIFIER and jobStatus can be used together." */
function filterOf(filters: ListJobs["filters"], jobStatus: ListJobs["jobStatus"]): Filter {
  const [filter, second] = filters ?? [];
  if (second !== undefined) throw new InvalidRequest("Only one filter can be used at a time.");
  if (filter === undefined) return (job) => job.status === (jobStatus ?? "RUNNING");
  const matches = matcher(filter.name ?? "", filter.values ?? []);
  if (filter.name !== "SHARE_IDENTIFIER" || jobStatus === undefined) return matches;
  return (job) => matches(job) && job.status === jobStatus;
}

function matcher(name: string, values: readonly string[]): Filter {
  switch (name) {
    case "JOB_NAME":
      return (job) => values.some((value) => fitsName(value, job.name));
    case "JOB_DEFINITION":
      return (job) => values.some((value) => isOfDefinition(job, value));
    case "SHARE_IDENTIFIER":
      return (job) => values.includes(job.shareIdentifier ?? "");
    case "BEFORE_CREATED_AT": {
      const time = timeOf(values);
      return (job) => job.createdAt < time;
    }
    case "AFTER_CREATED_AT": {
      const time = timeOf(values);
      return (job) => job.createdAt > time;
    }
    default:
      throw new InvalidRequest(`${name} is not a filter of ListJobs.`);
  }
}

/** "The value is case sensitive." It is an ARN, without an asterisk then, or a name with or without a revision. */
function isOfDefinition({ definitionArn }: Job, value: string): boolean {
  if (isArn(value)) return definitionArn === value;
  const { name, revision } = partsOf(definitionArn);
  return fits(value, value.includes(":") ? `${name}:${revision ?? ""}` : name);
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
    // JobSummary: "The configured capacity usage information for this job"; an array has as many as its children.
    capacityUsage: job.array?.kind === "parent" ? undefined : [{ capacityUnit: VCPU, quantity: job.demand.vcpus }],
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    container: { exitCode: job.placement?.exitCode },
    arrayProperties: arrayDetail(job),
  };
}
