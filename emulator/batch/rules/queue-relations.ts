/** Rules between a job queue, its environments and its scheduling policy. */
import type { ComputeEnvironmentOrder, JobQueueType, ServiceEnvironmentOrder } from "@aws-sdk/client-batch";
import { NUM_INSTANCES } from "../../../aws/batch/names";
import { schedulingKind } from "../../../aws/batch/scheduling-kind";
import { isArn } from "../../../aws/arns";
import { partsOfBatchArn } from "../../../aws/batch/arns";
import { ClientException } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { statusAt } from "../plumbing/phase";
import type { CapacityLimit, ComputeEnvironment, SchedulingPolicy, ServiceEnvironment } from "../plumbing/state";
import { SAGEMAKER } from "./queue-request";

/** @returns the environments in the order of the list; @throws ClientException when one is missing or not VALID */
export function requireValidComputeEnvironments(
  { state, now }: Call,
  order: readonly ComputeEnvironmentOrder[],
): ComputeEnvironment[] {
  return order.map(({ computeEnvironment = "" }) => {
    const found = state.computeEnvironments.find(computeEnvironment, now);
    if (found !== undefined && statusAt(found.phase, now) === "VALID") return found;
    throw new ClientException("Compute Environments must be created and valid before attaching them to a job queue");
  });
}

export function requireValidServiceEnvironments(
  { state, now }: Call,
  order: readonly ServiceEnvironmentOrder[],
): ServiceEnvironment[] {
  return order.map(({ serviceEnvironment = "" }) => {
    const found = state.serviceEnvironments.find(serviceEnvironment, now);
    if (found !== undefined && statusAt(found.phase, now) === "VALID") return found;
    throw new ClientException("Service environments must be created and valid before attaching them to a job queue.");
  });
}

/** CreateJobQueue: the environments are all EC2 (EC2 or SPOT), or all Fargate, or all EKS; the type says which. */
export function containerQueueType(
  environments: readonly ComputeEnvironment[],
  wanted: JobQueueType | undefined,
): JobQueueType {
  const types = new Set(environments.map(environmentType));
  if (types.size > 1) {
    throw new ClientException("All compute environments of a job queue must be of the same type: EC2, Fargate or EKS.");
  }
  const [type = "ECS"] = types;
  if (wanted === "EKS" && type !== "EKS") {
    throw new ClientException("EKS job queue type must have EKS compute environment.");
  }
  if (wanted !== undefined && wanted !== type) {
    throw new ClientException(`${wanted} job queue type must have ${wanted} compute environment.`);
  }
  return type;
}

function environmentType(environment: ComputeEnvironment): JobQueueType {
  if (environment.orchestration === "EKS") return "EKS";
  return environment.computeResources?.type?.startsWith("FARGATE") === true ? "ECS_FARGATE" : "ECS";
}

/** Messages as recorded by badmintoncryer/cdk-preflight, pf-batch-jq-scheduling-policy-arn-*. */
export function requireSchedulingPolicy({ state, now }: Call, arn: string): SchedulingPolicy {
  const kind = isArn(arn) ? partsOfBatchArn(arn)?.resource.split("/")[0] : undefined;
  if (kind !== "scheduling-policy") throw new ClientException("Only scheduling policy Arn can be allowed.");
  const policy = state.schedulingPolicies.find(arn, now);
  if (policy === undefined) throw new ClientException(`SchedulingPolicy ${arn} not found.`);
  return policy;
}

/** What a queue would be after the call; `arn` is the queue itself, so that it does not stand in its own way. */
export interface QueuePlan {
  readonly arn: string;
  readonly type: JobQueueType;
  readonly environments: readonly ServiceEnvironment[];
  readonly policy: SchedulingPolicy | undefined;
}

/** AWS Batch User Guide, create-quota-management-resources: what a queue of shares needs, and keeps to itself. */
export function requireQuotaManagementSetUp(call: Call, plan: QueuePlan): void {
  const managed = schedulingKind(plan.policy) === "QUOTA_SHARE";
  if (managed && plan.type !== SAGEMAKER) {
    throw new ClientException("Quota Management feature is only supported for SageMaker Training job queues.");
  }
  for (const environment of plan.environments) {
    if (managed) requireInstanceTypeUnits(environment);
    requireSoleUse(call, plan, environment, managed);
  }
}

/** What a queue of shares needs of its environment holds for changes of the environment, too. */
export function requireLimitsFitQueues(call: Call, environment: ServiceEnvironment, limits: CapacityLimit[]): void {
  const managed = call.state.jobQueues
    .all(call.now)
    .filter((queue) => queue.serviceEnvironmentOrder.some((entry) => entry.serviceEnvironment === environment.arn))
    .some((queue) => isQuotaManaged(call, queue.schedulingPolicyArn));
  if (managed) requireInstanceTypeUnits({ ...environment, capacityLimits: limits });
}

function requireInstanceTypeUnits({ name, capacityLimits }: Pick<ServiceEnvironment, "name" | "capacityLimits">): void {
  if (capacityLimits.every(({ capacityUnit }) => capacityUnit !== NUM_INSTANCES)) return;
  throw new ClientException(
    `Service environment ${name} must have instance types as capacity units for a job queue with a quota ` +
      "share policy.",
  );
}

/** Service quotas: one job queue per service environment with quota management. It holds in both directions. */
function requireSoleUse(call: Call, plan: QueuePlan, environment: ServiceEnvironment, managed: boolean): void {
  const { state, now } = call;
  const others = state.jobQueues
    .all(now)
    .filter((queue) => queue.arn !== plan.arn)
    .filter((queue) => queue.serviceEnvironmentOrder.some((entry) => entry.serviceEnvironment === environment.arn));
  if (managed && others.length > 0) {
    throw new ClientException(
      `Service environment ${environment.name} is already attached to a job queue; a job queue with a quota share ` +
        "policy needs one of its own.",
    );
  }
  const owner = others.find((queue) => isQuotaManaged(call, queue.schedulingPolicyArn));
  if (owner !== undefined) {
    throw new ClientException(
      `Service environment ${environment.name} belongs to job queue ${owner.name}, which has a quota share policy.`,
    );
  }
}

/** @param policyArn - of a queue; undefined: FIFO */
export function isQuotaManaged({ state, now }: Call, policyArn: string | undefined): boolean {
  const policy = policyArn === undefined ? undefined : state.schedulingPolicies.find(policyArn, now);
  return schedulingKind(policy) === "QUOTA_SHARE";
}
