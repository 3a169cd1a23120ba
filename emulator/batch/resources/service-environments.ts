/** Service environments: how much of SageMaker a queue of training jobs may use. */
import type {
  CreateServiceEnvironmentResponse,
  DescribeServiceEnvironmentsResponse,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { QUOTAS } from "../../../aws/batch/limits";
import { batchArn } from "../../../aws/batch/arns";
import { described } from "../plumbing/describe";
import { ClientException } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { requireSettled, statusAt } from "../plumbing/phase";
import { requireEnvironmentLimits } from "../rules/capacity-limits";
import { requireName } from "../rules/names";
import { requireLimitsFitQueues } from "../rules/queue-relations";
import { requireTags } from "../rules/tags";
import { environmentCreated, environmentUpdated, requireSameUnits } from "../jobs/service/pool-settings";
import { capacityLimitsShape, pageShape, stateShape, tagsShape } from "../plumbing/shapes";
import type { ServiceEnvironment } from "../plumbing/state";

export const createServiceEnvironmentShape = z.object({
  serviceEnvironmentName: z.string(),
  serviceEnvironmentType: z.enum(["SAGEMAKER_TRAINING"]),
  state: stateShape.optional(),
  capacityLimits: capacityLimitsShape.optional(),
  tags: tagsShape.optional(),
});

export function createServiceEnvironment(
  call: Call,
  input: z.infer<typeof createServiceEnvironmentShape>,
): CreateServiceEnvironmentResponse {
  const { state, now, settings } = call;
  const name = input.serviceEnvironmentName;
  const tags = input.tags ?? {};
  requireName(name, "Service environment");
  const capacityLimits = requireEnvironmentLimits(input.capacityLimits, settings.assumptions);
  requireTags(tags);
  const environment: ServiceEnvironment = {
    name,
    arn: batchArn(state.place, `service-environment/${name}`),
    type: input.serviceEnvironmentType,
    state: input.state ?? "ENABLED",
    capacityLimits,
    tags,
    phase: { kind: "CREATING", until: now + settings.timings.creating },
  };
  if (state.serviceEnvironments.find(name, now) === undefined) requireRoom(call);
  state.serviceEnvironments.add(environment, now);
  environmentCreated(call, environment);
  return names(environment);
}

export const updateServiceEnvironmentShape = z.object({
  serviceEnvironment: z.string(),
  state: stateShape.optional(),
  capacityLimits: capacityLimitsShape.optional(),
});

export function updateServiceEnvironment(
  call: Call,
  input: z.infer<typeof updateServiceEnvironmentShape>,
): CreateServiceEnvironmentResponse {
  const { state, now, settings } = call;
  const environment = state.serviceEnvironments.get(input.serviceEnvironment, now);
  requireSettled(environment.phase, now, "update");
  const limits = input.capacityLimits && requireEnvironmentLimits(input.capacityLimits, settings.assumptions);
  if (limits !== undefined) {
    requireLimitsFitQueues(call, environment, limits);
    requireSameUnits(call, environment, limits);
  }
  // The list is replaced as a whole. The change counts at once: AWS Batch User Guide, updating-service-environments.
  if (limits !== undefined) environment.capacityLimits = limits;
  if (input.state !== undefined) environment.state = input.state;
  environmentUpdated(call, environment);
  return names(environment);
}

export const deleteServiceEnvironmentShape = z.object({ serviceEnvironment: z.string() });

export function deleteServiceEnvironment(
  call: Call,
  input: z.infer<typeof deleteServiceEnvironmentShape>,
): Record<string, never> {
  const { state, now, settings } = call;
  const environment = state.serviceEnvironments.get(input.serviceEnvironment, now);
  requireSettled(environment.phase, now, "delete");
  // DeleteServiceEnvironment: "you must set its state to DISABLED ... and disassociate it from any job queues".
  if (environment.state !== "DISABLED") throw new ClientException("Cannot delete, state must be DISABLED.");
  requireDetached(call, environment);
  environment.phase = { kind: "DELETING", until: now + settings.timings.deleting };
  return {};
}

/** @throws ClientException while a queue, also one that is being deleted, uses the environment */
export function requireDetached({ state, now }: Call, environment: ServiceEnvironment): void {
  const attached = state.jobQueues
    .all(now)
    .some((queue) => queue.serviceEnvironmentOrder.some((entry) => entry.serviceEnvironment === environment.arn));
  if (attached) throw new ClientException("Cannot delete, found existing JobQueue relationship.");
}

export const describeServiceEnvironmentsShape = z.object({
  serviceEnvironments: z.array(z.string()).optional(),
  ...pageShape,
});

export function describeServiceEnvironments(
  call: Call,
  input: z.infer<typeof describeServiceEnvironmentsShape>,
): DescribeServiceEnvironmentsResponse {
  const table = call.state.serviceEnvironments;
  const { items, nextToken } = described("serviceEnvironments", table, input.serviceEnvironments, input, call.now);
  return { serviceEnvironments: items.map((environment) => detail(environment, call.now)), nextToken };
}

function detail(environment: ServiceEnvironment, now: number): ServiceEnvironmentDetail {
  return {
    serviceEnvironmentName: environment.name,
    serviceEnvironmentArn: environment.arn,
    serviceEnvironmentType: environment.type,
    state: environment.state,
    status: statusAt(environment.phase, now),
    capacityLimits: [...environment.capacityLimits],
    tags: environment.tags,
  };
}

function names(environment: ServiceEnvironment): CreateServiceEnvironmentResponse {
  return { serviceEnvironmentName: environment.name, serviceEnvironmentArn: environment.arn };
}

function requireRoom({ state, now }: Call): void {
  if (state.serviceEnvironments.all(now).length >= QUOTAS.serviceEnvironments) {
    throw new ClientException(`Service environment limit of ${QUOTAS.serviceEnvironments} exceeded.`);
  }
}
