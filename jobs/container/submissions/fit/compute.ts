import type {
  ComputeEnvironmentDetail,
  JobDefinition,
  JobQueueDetail,
  ResourceRequirement,
} from "@aws-sdk/client-batch";
import {
  amountOf,
  askedOf,
  demandOf,
  ec2SizeProblems,
  fargateSizeProblems,
  type JobPart,
  partsOf,
} from "../../../../config/containers/resources";
import type { PlannedContainerJob } from "../planned-job";
import type { Findings } from "./findings";

const STUCK = "AWS Batch User Guide, Jobs stuck in a RUNNABLE status";

type QueueType = "ECS" | "ECS_FARGATE" | "EKS";

/**
 * Whether a job can run where its queue leads.
 *
 * @param environments of the queue; undefined when they could not be looked at
 */
export function checkCompute(
  job: PlannedContainerJob,
  definition: JobDefinition,
  queue: JobQueueDetail,
  environments: readonly ComputeEnvironmentDetail[] | undefined,
  found: Findings,
): void {
  const { path, request } = job;
  const type = typeOf(queue, environments);
  const wanted = platformOf(definition);
  if (type !== undefined && wanted !== undefined && type !== wanted) {
    const rule = `(${request.jobDefinition}) is for ${PLATFORMS[wanted]}, and queue ${queue.jobQueueName} has ${PLATFORMS[type]} only`;
    const capability = type === "ECS_FARGATE" ? "FARGATE" : "EC2";
    const hint = [type, wanted].includes("EKS") ? undefined : `register it with platformCapabilities ["${capability}"]`;
    const source = "AWS Batch API Reference, RegisterJobDefinition, platformCapabilities";
    found.problems.push({ path: [...path, "jobDefinition"], rule, hint, source });
    return;
  }
  const parts = partsOf(definition, request);
  const requirements = effective(parts);
  const isOverridden = (request.containerOverrides?.resourceRequirements ?? []).length > 0;
  const at = [...path, isOverridden ? "containerOverrides" : "jobDefinition"];
  if (requirements !== undefined) {
    // As they are written: EC2 has no "1.0".
    const written = requirements.map(({ type, value }) => {
      const stated = request.containerOverrides?.resourceRequirements?.find((one) => one.type === type);
      return { type, value: stated?.value ?? value };
    });
    const problems = wanted === "ECS_FARGATE" ? fargateSizeProblems(requirements, at) : ec2SizeProblems(written, at);
    found.problems.push(...problems);
    if (wanted === "ECS_FARGATE" && amountOf(requirements, "GPU") !== undefined) {
      found.problems.push({ path: at, rule: "cannot have GPU on Fargate" });
    }
  }
  if (environments === undefined || environments.length === 0) return;
  if (environments.every(({ state, status }) => state === "DISABLED" || status === "INVALID")) {
    const rule = `(${request.jobQueue}) has no compute environment that is ENABLED and VALID: jobs wait until one is`;
    found.warnings.push({ path: [...path, "jobQueue"], rule, source: STUCK });
  }
  const most = Math.max(...environments.map(maxVcpusOf));
  // All nodes of a job run in one compute environment.
  const { amount, sum } = demandOf(parts, "VCPU", "vCPUs");
  if (amount <= most) return;
  const rule = `must need at most ${most} vCPUs, the largest maxvCpus of queue ${queue.jobQueueName}`;
  const hint = ["the job could never run, and would hold up the queue", sum ?? []].flat().join(": ");
  found.problems.push({ path: at, rule, found: amount, hint, source: STUCK });
}

const PLATFORMS: Readonly<Record<QueueType, string>> = { ECS: "EC2", ECS_FARGATE: "Fargate", EKS: "Amazon EKS" };

function typeOf(
  { jobQueueType }: JobQueueDetail,
  environments: readonly ComputeEnvironmentDetail[] = [],
): QueueType | undefined {
  if (jobQueueType === "ECS" || jobQueueType === "ECS_FARGATE" || jobQueueType === "EKS") return jobQueueType;
  // Job queues: all compute environments of one are of one kind.
  const [first] = environments;
  if (first === undefined) return undefined;
  if (first.eksConfiguration !== undefined) return "EKS";
  return first.computeResources?.type?.startsWith("FARGATE") === true ? "ECS_FARGATE" : "ECS";
}

/** RegisterJobDefinition, platformCapabilities: "If no value is specified, it defaults to EC2"; Amazon EKS has none. */
function platformOf({ eksProperties, nodeProperties, platformCapabilities }: JobDefinition): QueueType | undefined {
  const isEks = eksProperties !== undefined || nodeProperties?.nodeRangeProperties?.some((one) => one.eksProperties);
  if (isEks === true) return "EKS";
  const [capability = "EC2"] = platformCapabilities ?? [];
  if (capability === "FARGATE") return "ECS_FARGATE";
  return capability === "EC2" ? "ECS" : undefined;
}

/** vCPUs; an unmanaged environment has what its owner gives it. */
const maxVcpusOf = ({ computeResources, unmanagedvCpus }: ComputeEnvironmentDetail): number =>
  computeResources?.maxvCpus ?? unmanagedvCpus ?? Infinity;

const TYPES = ["VCPU", "MEMORY", "GPU"] as const;

/** What a container gets of its definition and the submission together; undefined for what is no single container. */
function effective(parts: readonly JobPart[]): ResourceRequirement[] | undefined {
  const group = parts.length === 1 && parts[0]?.nodes === undefined ? parts[0]?.group : undefined;
  const [container] = group?.kind === "container" ? group.containers : [];
  if (container === undefined) return undefined;
  return TYPES.flatMap((type): ResourceRequirement[] => {
    const amount = askedOf(container, type);
    return amount === undefined ? [] : [{ type, value: String(amount) }];
  });
}
