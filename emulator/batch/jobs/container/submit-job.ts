import type { SubmitJobResponse, SubmitJobRequest } from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { overridesLength } from "../../../../aws/batch/containers";
import { batchArn } from "../../../../aws/batch/arns";
import { ClientException } from "../../plumbing/errors";
import type { JobDefinitionRevision } from "../../resources/job-definition-store";
import type { Call } from "../../plumbing/operation";
import { requireContainer } from "../../rules/container-properties";
import { isFargate, requirePriority, requireRetryStrategy, requireTimeout } from "../../rules/job-definition";
import {
  requireArraySize,
  requireDependencies,
  requireJobDefinition,
  requireJobName,
  requireJobQueue,
  requirePayloadSize,
  requireRoomForShare,
  requireShareIdentifier,
} from "../../rules/job-submission";
import { requireOverrides } from "../../rules/overrides";
import { platformOf } from "../../rules/platform";
import { requireTags } from "../../rules/tags";
import type { JobQueue } from "../../plumbing/state";
import { arrayOf, needsOf, spawn } from "./array-job";
import { overriddenConsumables } from "./consumables";
import type { Job } from "./job";
import { begin } from "./lifecycle";
import { demandOf, overridden } from "./overrides";
import { requireSimulation } from "./simulation";

type Submission = Checked<SubmitJobRequest>;

export function submitJob(call: Call, input: Submission): SubmitJobResponse {
  requirePayloadSize(input);
  requireJobName(input.jobName);
  const queue = requireJobQueue(call, input.jobQueue);
  const definition = requireJobDefinition(call, input.jobDefinition);
  const job = jobOf(call, input, queue, definition);
  call.state.jobs.add(job);
  begin(call, job);
  return { jobArn: job.arn, jobName: job.name, jobId: job.id };
}

function jobOf(call: Call, input: Submission, queue: JobQueue, revision: JobDefinitionRevision): Job {
  const { definition, arn: definitionArn } = revision;
  requireOverrides(input);
  const container = containerOf(call, input, queue, revision);
  const size = input.arrayProperties === undefined ? undefined : requireArraySize(input.arrayProperties.size);
  const dependsOn = input.dependsOn ?? [];
  requireDependencies(call, dependsOn, size);
  requireShareIdentifier(call, queue, input.shareIdentifier);
  requireRoomForShare(queue, input.shareIdentifier, call.state.jobs.activeShares(queue.arn, call.now));
  requirePriority(input.schedulingPriorityOverride);
  if (input.retryStrategy !== undefined) requireRetryStrategy(input.retryStrategy);
  requireTimeout(input.timeout?.attemptDurationSeconds);
  requireTags(input.tags ?? {});
  const id = call.newId();
  const schedulingPriority = input.schedulingPriorityOverride ?? definition.schedulingPriority;
  const array = size === undefined ? undefined : arrayOf(size, call.now);
  const job: Job = {
    id,
    arn: batchArn(call.state.place, `job/${id}`),
    name: input.jobName,
    order: call.state.jobs.nextOrder,
    array,
    queueArn: queue.arn,
    definitionArn,
    parameters: { ...definition.parameters, ...input.parameters },
    container,
    overridesLength: overridesLength(input.containerOverrides === undefined ? [] : [input.containerOverrides]),
    demand: demandOf(container),
    consumables: overriddenConsumables(
      definition.consumableResourceProperties,
      input.consumableResourcePropertiesOverride,
    ),
    held: undefined,
    dependsOn,
    needs: needsOf(dependsOn),
    retryStrategy: input.retryStrategy ?? definition.retryStrategy,
    timeout: input.timeout ?? definition.timeout,
    propagateTags: input.propagateTags ?? definition.propagateTags ?? false,
    platformCapabilities: definition.platformCapabilities,
    shareIdentifier: input.shareIdentifier,
    schedulingPriority,
    // JobDetail, schedulingPriority: "This only affects jobs in job queues with a fair-share policy."
    priority: input.shareIdentifier === undefined ? 0 : (schedulingPriority ?? 0),
    createdAt: call.now,
    tags: input.tags ?? {},
    status: "SUBMITTED",
    statusReason: undefined,
    stuck: undefined,
    startedAt: undefined,
    stoppedAt: undefined,
    placement: undefined,
    attempts: [],
    isCancelled: false,
    isTerminated: false,
    course: 0,
    heapIndex: 0,
  };
  if (array !== undefined) spawn(call, job, array);
  return job;
}

/** @throws ClientException when definition, overrides and queue do not go together */
function containerOf(call: Call, input: Submission, queue: JobQueue, { name, definition }: JobDefinitionRevision) {
  const defined = definition.containerProperties;
  if (definition.type === "multinode") {
    throw new ClientException(`The embedded AWS Batch has no multi-node parallel jobs, such as those of ${name}.`);
  }
  if (defined === undefined) {
    throw new ClientException(`The embedded AWS Batch runs jobs with containerProperties only; ${name} has none.`);
  }
  for (const overrides of ["nodeOverrides", "eksPropertiesOverride", "ecsPropertiesOverride"] as const) {
    if (input[overrides] === undefined) continue;
    throw new ClientException(`${overrides} is not applicable for JobDefinition ${name}; use containerOverrides.`);
  }
  const fargate = isFargate(definition);
  if (fargate !== (queue.type === "ECS_FARGATE")) {
    const kind = fargate ? "Fargate" : "EC2";
    throw new ClientException(`JobDefinition ${name} is for ${kind}, which JobQueue ${queue.name} does not have.`);
  }
  const container = call.simulations.applied(overridden(defined, input.containerOverrides ?? {}));
  requireContainer(container, platformOf(definition));
  requireSimulation(container);
  return container;
}
