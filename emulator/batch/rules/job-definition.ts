/**
 * Rules of job definitions as a whole. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-*,
 * pf-batch-retry-attempts, pf-batch-timeout-minimum and pf-batch-fargate-multinode.
 */
import type { EvaluateOnExit, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import {
  ATTEMPTS,
  JOB_PRIORITY,
  LONGEST_PATTERN,
  MOST_RETRY_RULES,
  QUOTAS,
  SHORTEST_TIMEOUT_SECONDS,
} from "../../../aws/batch/limits";
import { jobDefinition } from "../../../aws/batch/requests/job-definition";
import { EXIT_CODE_PATTERN, REASON_PATTERN } from "../../../aws/batch/retry-pattern";
import type { Checked } from "../../../aws/fields/field";
import { InvalidRequest } from "../plumbing/errors";
import { requireConsumables } from "./consumables";
import { requireContainer } from "./container-properties";
import { requireFields } from "./fields";
import { requireNodes } from "./node-properties";
import { platformOf } from "./platform";
import { requirePod } from "./pod-properties";
import { requireRange } from "./range";
import { requireTasks } from "./task-properties";

export interface RetryRequest {
  readonly attempts?: number | undefined;
  readonly evaluateOnExit?: readonly Omit<EvaluateOnExit, "action">[] | undefined;
}

export function requireJobDefinition(request: Checked<RegisterJobDefinitionRequest>): void {
  const { containerProperties, ecsProperties, eksProperties, nodeProperties } = request;
  const platform = platformOf(request);
  requireSize(request);
  requireCapability(request);
  requireProperties(request);
  requirePriority(request.schedulingPriority);
  if (request.retryStrategy !== undefined) requireRetryStrategy(request.retryStrategy);
  requireTimeout(request.timeout?.attemptDurationSeconds);
  if (containerProperties !== undefined) requireContainer(containerProperties, platform);
  if (ecsProperties !== undefined) requireTasks(ecsProperties, platform);
  if (eksProperties !== undefined) requirePod(eksProperties.podProperties ?? {});
  if (nodeProperties !== undefined) requireNodes(nodeProperties);
  requireConsumables(request.consumableResourceProperties);
  for (const kind of [...KINDS, "nodeProperties"] as const) {
    const { rows } = jobDefinition.rows[kind];
    const properties = request[kind];
    if (properties !== undefined) requireFields(rows, properties, kind);
  }
}

/** The words are those of hammerlab/coclobas #104, from the time when the limit was 20 KB. */
function requireSize(request: Checked<RegisterJobDefinitionRequest>): void {
  if (Buffer.byteLength(JSON.stringify(request)) <= QUOTAS.jobDefinitionBytes) return;
  throw new InvalidRequest(
    `Limits Error: JobDefinitionsize is above the limits ${QUOTAS.jobDefinitionBytes / 1024} KB`,
  );
}

export function isFargate(definition: Parameters<typeof platformOf>[0]): boolean {
  return platformOf(definition) === "FARGATE";
}

function requireCapability(request: Checked<RegisterJobDefinitionRequest>): void {
  if (request.platformCapabilities !== undefined && request.platformCapabilities.length > 1) {
    throw new InvalidRequest("Exactly 1 capability must be provided.");
  }
  const platform = platformOf(request);
  if (request.type !== "multinode" || platform === "EC2") return;
  throw new InvalidRequest(`${platform === "FARGATE" ? "Fargate" : platform} does not support MNP jobs`);
}

const KINDS = ["containerProperties", "ecsProperties", "eksProperties"] as const;

/** RegisterJobDefinition: a container definition has one of three kinds of properties, a multinode one has nodes. */
function requireProperties(request: Checked<RegisterJobDefinitionRequest>): void {
  if (request.type === "multinode") {
    const other = KINDS.find((kind) => request[kind] !== undefined);
    if (other !== undefined) throw new InvalidRequest(`Cannot use both nodeProperties and ${ecs(other)}`);
    if (request.nodeProperties === undefined) {
      throw new InvalidRequest("Node properties of multinode job is required.");
    }
    return;
  }
  if (request.nodeProperties !== undefined) {
    throw new InvalidRequest("nodeProperties is not applicable for jobs of type container.");
  }
  const [first, second] = KINDS.filter((kind) => request[kind] !== undefined);
  if (first === undefined) {
    throw new InvalidRequest(
      "ECS ContainerProperties, ecsProperties, or eksProperties is required when type is container.",
    );
  }
  if (second !== undefined) throw new InvalidRequest(`Cannot use both ${ecs(first)} and ${ecs(second)}`);
  requireNothingForEks(request);
}

function ecs(kind: (typeof KINDS)[number]): string {
  return kind === "containerProperties" ? `ECS ${kind}` : kind;
}

/** RegisterJobDefinition: "If the job runs on Amazon EKS resources, then you must not specify propagateTags." */
function requireNothingForEks(request: Checked<RegisterJobDefinitionRequest>): void {
  const { eksProperties, propagateTags, platformCapabilities = [] } = request;
  if (eksProperties === undefined) return;
  if (propagateTags === true) throw new InvalidRequest("propagateTags is not applicable for EKS jobs.");
  if (platformCapabilities.length > 0) throw new InvalidRequest("platformCapabilities is not applicable for EKS jobs.");
}

export function requirePriority(priority: number | undefined): void {
  requireRange("Scheduling priority must", priority, JOB_PRIORITY);
}

/** RetryStrategy: "If you specify evaluateOnExit, you must also specify attempts". */
export function requireRetryStrategy({ attempts, evaluateOnExit = [] }: RetryRequest): void {
  if (attempts === undefined && evaluateOnExit.length > 0) {
    throw new InvalidRequest("RetryAttempts must be provided with retry strategy.");
  }
  requireRange("RetryAttempts must", attempts, ATTEMPTS);
  if (evaluateOnExit.length > MOST_RETRY_RULES) {
    throw new InvalidRequest(`EvaluateOnExit must have at most ${MOST_RETRY_RULES} entries.`);
  }
  for (const { onExitCode, onReason, onStatusReason } of evaluateOnExit) {
    if (onExitCode === undefined && onReason === undefined && onStatusReason === undefined) {
      throw new InvalidRequest("EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason.");
    }
    for (const condition of [onExitCode, onReason, onStatusReason]) {
      if (condition !== undefined && condition.length > LONGEST_PATTERN) {
        throw new InvalidRequest(`Evaluate on exit condition cannot exceed ${LONGEST_PATTERN} characters.`);
      }
    }
    const isRight = [onReason, onStatusReason].every((one) => one === undefined || REASON_PATTERN.test(one));
    if (isRight && (onExitCode === undefined || EXIT_CODE_PATTERN.test(onExitCode))) continue;
    throw new InvalidRequest("Evaluate on exit condition contains restricted characters.");
  }
}

export function requireTimeout(seconds: number | undefined): void {
  if (seconds !== undefined && seconds < SHORTEST_TIMEOUT_SECONDS) {
    throw new InvalidRequest(`AttemptDurationSeconds in Timeout must be at least ${SHORTEST_TIMEOUT_SECONDS} seconds.`);
  }
}
