/** Compute environments: where container jobs run. */
import type {
  ComputeEnvironmentDetail,
  ComputeResource,
  CreateComputeEnvironmentResponse,
  DescribeComputeEnvironmentsResponse,
  CreateComputeEnvironmentRequest,
  DeleteComputeEnvironmentRequest,
  DescribeComputeEnvironmentsRequest,
  UpdateComputeEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { Fleet } from "../../../scheduling";
import { QUOTAS } from "../../../aws/batch/limits";
import { computeEnvironment } from "../../../aws/batch/requests/compute-environment";
import type { Checked } from "../../../aws/fields/field";
import { changeable } from "../../../aws/fields/table";
import { updatedResources, withDefaults } from "./compute-resources";
import { arnOf, iamArn } from "../../../aws/arns";
import { batchArn } from "../../../aws/batch/arns";
import { described } from "../plumbing/describe";
import { ClientException } from "../plumbing/errors";
import { capacityOf } from "../jobs/container/capacity";
import { dispatch } from "../jobs/container/lifecycle";
import { jobsOn, loseMachines } from "../jobs/container/reclaim";
import type { Call } from "../plumbing/operation";
import { requireSettled, statusAt } from "../plumbing/phase";
import { isFargate, requireComputeEnvironment, requireComputeResources } from "../rules/compute-environment";
import { requireUpdatable } from "../rules/compute-environment-update";
import { requireName } from "../rules/names";
import { requireTags } from "../rules/tags";
import type { ComputeEnvironment } from "../plumbing/state";

export function createComputeEnvironment(
  call: Call,
  input: Checked<CreateComputeEnvironmentRequest>,
): CreateComputeEnvironmentResponse {
  const { state, now, settings, newId } = call;
  const { type, unmanagedvCpus, eksConfiguration, tags = {} } = input;
  const name = input.computeEnvironmentName;
  const { computeResources: resources } = input;
  // Terraform's provider sends an empty text for none.
  const serviceRole = input.serviceRole === "" ? undefined : input.serviceRole;
  requireName(name, "Compute Environment");
  const orchestration = eksConfiguration === undefined ? "ECS" : "EKS";
  requireComputeEnvironment({
    orchestration,
    type,
    state: input.state,
    unmanagedvCpus,
    computeResources: resources,
    serviceRole,
  });
  requireTags(tags);
  if (state.computeEnvironments.find(name, now) === undefined) requireRoom(call);
  const uuid = newId();
  // Batch makes a cluster of its own for each environment, named after it.
  const cluster = orchestration === "ECS" ? `AWSBatch-${name}-${uuid}` : undefined;
  const environment: ComputeEnvironment = {
    ...changeable(computeEnvironment, input),
    name,
    arn: batchArn(state.place, `compute-environment/${name}`),
    type,
    orchestration,
    ecsClusterArn: cluster && arnOf(state.place, "ecs", `cluster/${cluster}`),
    eksConfiguration,
    uuid,
    state: "ENABLED",
    serviceRole: serviceRole ?? serviceLinkedRole(call),
    computeResources: resources && withDefaults(resources, orchestration),
    updatePolicy: undefined,
    isInvalid: false,
    tags,
    phase: { kind: "CREATING", until: now + settings.timings.creating },
  };
  state.computeEnvironments.add(environment, now);
  capacityOf(call, environment);
  if (cluster !== undefined) {
    call.changeCluster({ operation: "CreateCluster", name: cluster, needsLinkedRole: serviceRole === undefined });
  }
  return names(environment);
}

export function updateComputeEnvironment(
  call: Call,
  input: Checked<UpdateComputeEnvironmentRequest>,
): CreateComputeEnvironmentResponse {
  const { state, now, settings } = call;
  const environment = state.computeEnvironments.get(input.computeEnvironment, now);
  requireSettled(environment.phase, now, "update");
  requireUpdatable(environment, input);
  const resources = input.computeResources && updatedResources(environment.computeResources, input.computeResources);
  if (resources !== undefined) requireComputeResources(resources, environment.orchestration);

  const { state: switched, unmanagedvCpus, serviceRole, context, ecsSettings, updatePolicy } = input;
  const changes = { state: switched, unmanagedvCpus, serviceRole, context, ecsSettings, computeResources: resources };
  Object.assign(environment, changeable(computeEnvironment, changes));
  environment.updatePolicy = updatePolicy ?? environment.updatePolicy;
  environment.phase = { kind: "UPDATING", until: now + settings.timings.updating };
  capacityOf(call, environment);
  dispatch(call);
  return names(environment);
}

export function deleteComputeEnvironment(
  call: Call,
  input: Checked<DeleteComputeEnvironmentRequest>,
): Record<string, never> {
  const { state, now, settings, later } = call;
  const environment = state.computeEnvironments.get(input.computeEnvironment, now);
  requireSettled(environment.phase, now, "delete");
  // DeleteComputeEnvironment: "you must set its state to DISABLED ... and disassociate it from any job queues".
  if (environment.state !== "DISABLED") throw new ClientException("Cannot delete, state must be DISABLED.");
  requireDetached(call, environment);
  if (leavesInvalid(call, environment)) return {};
  const until = now + settings.timings.deleting;
  environment.phase = { kind: "DELETING", until };
  const cluster = environment.ecsClusterArn?.split("/").at(-1);
  later(until, (then) => {
    then.state.capacities.delete(environment.uuid);
    if (cluster !== undefined) then.changeCluster({ operation: "DeleteCluster", name: cluster });
  });
  return {};
}

/**
 * What becomes of the jobs that still run on an environment that is to be deleted. DeleteComputeEnvironment: environments "that
 * use AWS Fargate resources must terminate all active jobs ... If this isn't done, the compute environment enters an invalid
 * state" (rule E13). Of those with instances AWS says nothing (rule E14); machines of an environment that is UNMANAGED are
 * somebody else's.
 *
 * @returns whether the environment stays, INVALID
 */
function leavesInvalid(call: Call, environment: ComputeEnvironment): boolean {
  const { computeResources } = environment;
  if (computeResources === undefined) return false;
  if (isFargate(computeResources)) {
    environment.isInvalid = jobsOn(call, environment).length > 0;
    return environment.isInvalid;
  }
  if (call.settings.assumptions.endJobsOfDeletedEnvironments) loseMachines(call, environment);
  return false;
}

/** DeleteComputeEnvironment: "disassociate it from any job queues". */
export function requireDetached({ state, now }: Call, { arn }: ComputeEnvironment): void {
  const attached = state.jobQueues
    .all(now)
    .some((queue) => queue.computeEnvironmentOrder.some((entry) => entry.computeEnvironment === arn));
  // https://github.com/hashicorp/terraform-provider-aws/issues/2044
  if (attached) throw new ClientException("Cannot delete, found existing JobQueue relationship.");
}

export function describeComputeEnvironments(
  call: Call,
  input: Checked<DescribeComputeEnvironmentsRequest>,
): DescribeComputeEnvironmentsResponse {
  const { state, now } = call;
  const table = state.computeEnvironments;
  const { items, nextToken } = described("computeEnvironments", table, input.computeEnvironments, input, now);
  return { computeEnvironments: items.map((environment) => detail(call, environment)), nextToken };
}

function detail(call: Call, environment: ComputeEnvironment): ComputeEnvironmentDetail {
  const { status, statusReason } = statusOf(call, environment);
  return {
    ...changeable(computeEnvironment, environment),
    computeResources: resourcesOf(call, environment),
    computeEnvironmentName: environment.name,
    computeEnvironmentArn: environment.arn,
    ecsClusterArn: environment.ecsClusterArn,
    tags: environment.tags,
    type: environment.type,
    status,
    statusReason,
    updatePolicy: environment.updatePolicy,
    eksConfiguration: environment.eksConfiguration,
    containerOrchestrationType: environment.orchestration,
    uuid: environment.uuid,
  };
}

/** A VALID one may be simulated to be INVALID; its words are of this embedded AWS. */
function statusOf({ now, simulations }: Call, { name, phase, isInvalid }: ComputeEnvironment) {
  const status = statusAt(phase, now);
  if (status !== "VALID") return { status, statusReason: undefined };
  if (isInvalid) return { status: "INVALID" as const, statusReason: ACTIVE_JOBS };
  if (simulations.conditionsOf(name)?.reason !== "invalid")
    return { status, statusReason: "ComputeEnvironment Healthy" };
  return { status: "INVALID" as const, statusReason: "CLIENT_ERROR - simulated: dapf local simulate" };
}

/** ComputeResource, desiredvCpus: "Batch modifies this value between the minimum and maximum values based on job queue demand." */
function resourcesOf(call: Call, environment: ComputeEnvironment): ComputeResource | undefined {
  const { computeResources } = environment;
  const { capacity } = capacityOf(call, environment);
  if (computeResources === undefined || !(capacity instanceof Fleet)) return computeResources;
  return { ...computeResources, desiredvCpus: capacity.desiredvCpus };
}

/** Of this embedded AWS: AWS does not publish its words. */
const ACTIVE_JOBS = "CLIENT_ERROR - The compute environment was deleted while jobs were active on it";

function names(environment: ComputeEnvironment): CreateComputeEnvironmentResponse {
  return { computeEnvironmentName: environment.name, computeEnvironmentArn: environment.arn };
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
