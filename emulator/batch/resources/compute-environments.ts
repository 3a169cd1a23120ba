/** Compute environments: where container jobs run. */
import type {
  ComputeEnvironmentDetail,
  ComputeResource,
  CreateComputeEnvironmentResponse,
  DescribeComputeEnvironmentsResponse,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { QUOTAS } from "../../../aws/batch/limits";
import { arnOf, iamArn } from "../../../aws/arns";
import { batchArn } from "../../../aws/batch/arns";
import { computeResourcesShape, resourceTypeShape, updatedResources, withDefaults } from "./compute-resources";
import { described } from "../plumbing/describe";
import { ClientException } from "../plumbing/errors";
import { dispatch } from "../jobs/container/lifecycle";
import type { Call } from "../plumbing/operation";
import { requireSettled, statusAt } from "../plumbing/phase";
import { requireComputeEnvironment, requireComputeResources } from "../rules/compute-environment";
import { requireUpdatable } from "../rules/compute-environment-update";
import { requireName } from "../rules/names";
import { requireTags } from "../rules/tags";
import { integerShape, pageShape, stateShape, tagsShape } from "../plumbing/shapes";
import type { ComputeEnvironment } from "../plumbing/state";

export const createComputeEnvironmentShape = z.object({
  computeEnvironmentName: z.string(),
  type: z.enum(["MANAGED", "UNMANAGED"]),
  state: stateShape.optional(),
  unmanagedvCpus: integerShape.optional(),
  computeResources: computeResourcesShape.extend({ type: resourceTypeShape, maxvCpus: integerShape }).optional(),
  serviceRole: z.string().optional(),
  tags: tagsShape.optional(),
  eksConfiguration: z.object({ eksClusterArn: z.string(), kubernetesNamespace: z.string() }).optional(),
});

export function createComputeEnvironment(
  call: Call,
  input: z.infer<typeof createComputeEnvironmentShape>,
): CreateComputeEnvironmentResponse {
  const { state, now, settings, newId } = call;
  const { type, unmanagedvCpus, eksConfiguration, tags = {} } = input;
  const name = input.computeEnvironmentName;
  // The shape holds for the members that rules look at; the others are kept as they came.
  const resources = input.computeResources as ComputeResource | undefined;
  // Terraform's provider sends an empty text for none.
  const serviceRole = input.serviceRole === "" ? undefined : input.serviceRole;
  requireName(name, "Compute Environment");
  requireComputeEnvironment({ type, state: input.state, unmanagedvCpus, computeResources: resources, serviceRole });
  requireTags(tags);
  if (state.computeEnvironments.find(name, now) === undefined) requireRoom(call);
  const orchestration = eksConfiguration === undefined ? "ECS" : "EKS";
  const uuid = newId();
  const environment: ComputeEnvironment = {
    name,
    arn: batchArn(state.place, `compute-environment/${name}`),
    type,
    orchestration,
    ecsClusterArn: orchestration === "ECS" ? ecsClusterArn(call, name, uuid) : undefined,
    eksConfiguration,
    uuid,
    state: "ENABLED",
    serviceRole: serviceRole ?? serviceLinkedRole(call),
    unmanagedvCpus,
    computeResources: resources && withDefaults(resources, orchestration),
    updatePolicy: undefined,
    tags,
    phase: { kind: "CREATING", until: now + settings.timings.creating },
  };
  state.computeEnvironments.add(environment, now);
  return names(environment);
}

export const updateComputeEnvironmentShape = z.object({
  computeEnvironment: z.string(),
  state: stateShape.optional(),
  unmanagedvCpus: integerShape.optional(),
  computeResources: computeResourcesShape.extend({ updateToLatestImageVersion: z.boolean().optional() }).optional(),
  serviceRole: z.string().optional(),
  updatePolicy: z
    .object({
      terminateJobsOnUpdate: z.boolean().optional(),
      jobExecutionTimeoutMinutes: z.number().int().min(1).max(360).optional(),
    })
    .optional(),
});

export function updateComputeEnvironment(
  call: Call,
  input: z.infer<typeof updateComputeEnvironmentShape>,
): CreateComputeEnvironmentResponse {
  const { state, now, settings } = call;
  const environment = state.computeEnvironments.get(input.computeEnvironment, now);
  requireSettled(environment.phase, now, "update");
  // The shape holds for the members that rules look at; the others are kept as they came.
  const changes = input.computeResources as Partial<ComputeResource> | undefined;
  requireUpdatable(environment, { ...input, computeResources: changes });
  const resources = changes && updatedResources(environment.computeResources, changes);
  if (resources !== undefined) requireComputeResources(resources);

  environment.state = input.state ?? environment.state;
  environment.unmanagedvCpus = input.unmanagedvCpus ?? environment.unmanagedvCpus;
  environment.computeResources = resources ?? environment.computeResources;
  environment.serviceRole = input.serviceRole ?? environment.serviceRole;
  environment.updatePolicy = input.updatePolicy ?? environment.updatePolicy;
  environment.phase = { kind: "UPDATING", until: now + settings.timings.updating };
  dispatch(call);
  return names(environment);
}

export const deleteComputeEnvironmentShape = z.object({ computeEnvironment: z.string() });

export function deleteComputeEnvironment(
  { state, now, settings }: Call,
  input: z.infer<typeof deleteComputeEnvironmentShape>,
): Record<string, never> {
  const environment = state.computeEnvironments.get(input.computeEnvironment, now);
  requireSettled(environment.phase, now, "delete");
  // DeleteComputeEnvironment: "you must set its state to DISABLED ... and disassociate it from any job queues".
  if (environment.state !== "DISABLED") throw new ClientException("Cannot delete, state must be DISABLED.");
  const attached = state.jobQueues
    .all(now)
    .some((queue) => queue.computeEnvironmentOrder.some((entry) => entry.computeEnvironment === environment.arn));
  // https://github.com/hashicorp/terraform-provider-aws/issues/2044
  if (attached) throw new ClientException("Cannot delete, found existing JobQueue relationship.");
  environment.phase = { kind: "DELETING", until: now + settings.timings.deleting };
  return {};
}

export const describeComputeEnvironmentsShape = z.object({
  computeEnvironments: z.array(z.string()).optional(),
  ...pageShape,
});

export function describeComputeEnvironments(
  { state, now }: Call,
  input: z.infer<typeof describeComputeEnvironmentsShape>,
): DescribeComputeEnvironmentsResponse {
  const table = state.computeEnvironments;
  const { items, nextToken } = described("computeEnvironments", table, input.computeEnvironments, input, now);
  return { computeEnvironments: items.map((environment) => detail(environment, now)), nextToken };
}

function detail(environment: ComputeEnvironment, now: number): ComputeEnvironmentDetail {
  const status = statusAt(environment.phase, now);
  return {
    computeEnvironmentName: environment.name,
    computeEnvironmentArn: environment.arn,
    unmanagedvCpus: environment.unmanagedvCpus,
    ecsClusterArn: environment.ecsClusterArn,
    tags: environment.tags,
    type: environment.type,
    state: environment.state,
    status,
    statusReason: status === "VALID" ? "ComputeEnvironment Healthy" : undefined,
    computeResources: environment.computeResources,
    serviceRole: environment.serviceRole,
    updatePolicy: environment.updatePolicy,
    eksConfiguration: environment.eksConfiguration,
    containerOrchestrationType: environment.orchestration,
    uuid: environment.uuid,
  };
}

function names(environment: ComputeEnvironment): CreateComputeEnvironmentResponse {
  return { computeEnvironmentName: environment.name, computeEnvironmentArn: environment.arn };
}

/** Batch makes a cluster of its own for each environment, named after it. */
function ecsClusterArn({ state: { place } }: Call, name: string, uuid: string): string {
  return arnOf(place, "ecs", `cluster/AWSBatch-${name}-${uuid}`);
}

// CreateComputeEnvironment: without a service role, the service-linked role is used.
function serviceLinkedRole({ state: { place } }: Call): string {
  return iamArn(place, "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch");
}

function requireRoom({ state, now }: Call): void {
  if (state.computeEnvironments.all(now).length >= QUOTAS.computeEnvironments) {
    throw new ClientException(`Compute environment limit of ${QUOTAS.computeEnvironments} exceeded.`);
  }
}
