import { PER_CALL } from "../../../../aws/batch/limits";
import type { ContainerDetail, DescribeJobsResponse, JobDetail, DescribeJobsRequest } from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { InvalidRequest } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import { arrayDetail } from "./array-job";
import type { Job } from "./job";

/** Unknown jobs are left out, as Batch does. */
export function describeJobs({ state }: Call, input: Checked<DescribeJobsRequest>): DescribeJobsResponse {
  if (input.jobs.length > PER_CALL.described) {
    throw new InvalidRequest(`Maximum number of jobs supported is ${PER_CALL.described}`);
  }
  return { jobs: [...new Set(input.jobs)].flatMap((id) => state.jobs.get(id) ?? []).map(detailOf) };
}

/** A job as it is now; what happens to it later changes nothing of the answer. */
export function detailOf(job: Job): JobDetail {
  return {
    jobArn: job.arn,
    jobId: job.id,
    jobName: job.name,
    jobQueue: job.queueArn,
    jobDefinition: job.definitionArn,
    status: job.status,
    statusReason: job.statusReason,
    shareIdentifier: job.shareIdentifier,
    schedulingPriority: job.schedulingPriority,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    attempts: [...job.attempts],
    // What was registered or submitted, with actions in the service's own case.
    retryStrategy: job.retryStrategy as JobDetail["retryStrategy"],
    timeout: job.timeout,
    dependsOn: [...job.dependsOn],
    arrayProperties: arrayDetail(job),
    parameters: { ...job.parameters },
    container: container(job),
    platformCapabilities: job.platformCapabilities && [...job.platformCapabilities],
    propagateTags: job.propagateTags,
    consumableResourceProperties: job.consumables,
    tags: job.tags,
    isCancelled: job.isCancelled,
    isTerminated: job.isTerminated,
  };
}

function container({ container: properties, placement }: Job): ContainerDetail {
  return {
    ...properties,
    exitCode: placement?.exitCode,
    reason: placement?.reason,
    taskArn: placement?.taskArn,
    containerInstanceArn: placement?.room.host?.arn,
    logStreamName: placement?.logStreamName,
    networkInterfaces: [],
  };
}
