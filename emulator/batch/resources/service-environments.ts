/** Service environments: how much of SageMaker a queue of training jobs may use. */
import type {
  CreateServiceEnvironmentResponse,
  DescribeServiceEnvironmentsResponse,
  ServiceEnvironmentDetail,
  CreateServiceEnvironmentRequest,
  DeleteServiceEnvironmentRequest,
  DescribeServiceEnvironmentsRequest,
  UpdateServiceEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { QUOTAS } from "../../../aws/batch/limits";
import { serviceEnvironment } from "../../../aws/batch/requests/service-environment";
import type { Checked } from "../../../aws/fields/field";
import { changeable } from "../../../aws/fields/table";
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
import type { ServiceEnvironment } from "../plumbing/state";

export function createServiceEnvironment(
  call: Call,
  input: Checked<CreateServiceEnvironmentRequest>,
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
    ...changeable(serviceEnvironment, input),
    type: input.serviceEnvironmentType,
    state: input.state ?? "ENABLED",
    capacityLimits,
    tags,
    // AWS makes nothing for it: SageMaker's notebooks attach a queue to it in the next call.
    phase: { kind: "CREATING", until: now },
  };
  if (state.serviceEnvironments.find(name, now) === undefined) requireRoom(call);
  state.serviceEnvironments.add(environment, now);
  environmentCreated(call, environment);
  return names(environment);
}

export function updateServiceEnvironment(
  call: Call,
  input: Checked<UpdateServiceEnvironmentRequest>,
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
  Object.assign(environment, changeable(serviceEnvironment, input));
  environmentUpdated(call, environment);
  return names(environment);
}

export function deleteServiceEnvironment(
  call: Call,
  input: Checked<DeleteServiceEnvironmentRequest>,
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

export function describeServiceEnvironments(
  call: Call,
  input: Checked<DescribeServiceEnvironmentsRequest>,
): DescribeServiceEnvironmentsResponse {
  const table = call.state.serviceEnvironments;
  const { items, nextToken } = described("serviceEnvironments", table, input.serviceEnvironments, input, call.now);
  return { serviceEnvironments: items.map((environment) => detail(environment, call.now)), nextToken };
}

function detail(environment: ServiceEnvironment, now: number): ServiceEnvironmentDetail {
  return {
    ...changeable(serviceEnvironment, environment),
    serviceEnvironmentName: environment.name,
    serviceEnvironmentArn: environment.arn,
    serviceEnvironmentType: environment.type,
    status: statusAt(environment.phase, now),
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
