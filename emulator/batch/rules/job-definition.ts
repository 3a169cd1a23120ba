/**
 * Rules of job definitions as a whole. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-*,
 * pf-batch-retry-attempts, pf-batch-timeout-minimum and pf-batch-fargate-multinode.
 */
import type { ContainerProperties, EvaluateOnExit } from "@aws-sdk/client-batch";
import { ATTEMPTS, JOB_PRIORITY, MOST_RETRY_RULES, SHORTEST_TIMEOUT_SECONDS } from "../../../aws/batch/limits";
import { ClientException } from "../plumbing/errors";
import { requireContainer } from "./container-properties";
import { requireRange } from "./range";

export interface RetryRequest {
  readonly attempts?: number | undefined;
  readonly evaluateOnExit?: readonly Omit<EvaluateOnExit, "action">[] | undefined;
}

export interface JobDefinitionRequest {
  readonly type: "container" | "multinode";
  readonly schedulingPriority?: number | undefined;
  readonly retryStrategy?: RetryRequest | undefined;
  readonly timeout?: { readonly attemptDurationSeconds?: number | undefined } | undefined;
  readonly platformCapabilities?: readonly string[] | undefined;
  readonly containerProperties?: ContainerProperties | undefined;
  readonly ecsProperties?: object | undefined;
  readonly eksProperties?: object | undefined;
  readonly nodeProperties?: object | undefined;
  readonly propagateTags?: boolean | undefined;
}

export function requireJobDefinition(request: JobDefinitionRequest): void {
  requireCapability(request);
  requireProperties(request);
  requirePriority(request.schedulingPriority);
  if (request.retryStrategy !== undefined) requireRetryStrategy(request.retryStrategy);
  requireTimeout(request.timeout?.attemptDurationSeconds);
  if (request.containerProperties !== undefined) requireContainer(request.containerProperties, isFargate(request));
}

export function isFargate({ platformCapabilities = [] }: Pick<JobDefinitionRequest, "platformCapabilities">): boolean {
  return platformCapabilities.includes("FARGATE");
}

function requireCapability(request: JobDefinitionRequest): void {
  if (request.platformCapabilities !== undefined && request.platformCapabilities.length > 1) {
    throw new ClientException("Exactly 1 capability must be provided.");
  }
  if (request.platformCapabilities?.includes("MANAGED_INSTANCES") === true) {
    throw new ClientException("The embedded AWS Batch has no ECS Managed Instances.");
  }
  if (request.type === "multinode" && isFargate(request)) {
    throw new ClientException("Fargate does not support MNP jobs");
  }
}

const KINDS = ["containerProperties", "ecsProperties", "eksProperties"] as const;

/** RegisterJobDefinition: a container definition has one of three kinds of properties, a multinode one has nodes. */
function requireProperties(request: JobDefinitionRequest): void {
  if (request.type === "multinode") {
    if (request.nodeProperties === undefined) {
      throw new ClientException("Node properties of multinode job is required.");
    }
    return;
  }
  if (request.nodeProperties !== undefined) {
    throw new ClientException("nodeProperties is not applicable for jobs of type container.");
  }
  const [first, second] = KINDS.filter((kind) => request[kind] !== undefined);
  if (first === undefined) {
    throw new ClientException(
      "ECS ContainerProperties, ecsProperties, or eksProperties is required when type is container.",
    );
  }
  if (second !== undefined) throw new ClientException(`Cannot use both ${ecs(first)} and ${ecs(second)}`);
  requireNothingForEks(request);
}

function ecs(kind: (typeof KINDS)[number]): string {
  return kind === "containerProperties" ? `ECS ${kind}` : kind;
}

/** RegisterJobDefinition: "If the job runs on Amazon EKS resources, then you must not specify propagateTags." */
function requireNothingForEks({ eksProperties, propagateTags, platformCapabilities = [] }: JobDefinitionRequest): void {
  if (eksProperties === undefined) return;
  if (propagateTags === true) throw new ClientException("propagateTags is not applicable for EKS jobs.");
  if (platformCapabilities.length > 0)
    throw new ClientException("platformCapabilities is not applicable for EKS jobs.");
}

export function requirePriority(priority: number | undefined): void {
  requireRange("Scheduling priority must", priority, JOB_PRIORITY);
}

/** RetryStrategy: "If you specify evaluateOnExit, you must also specify attempts". */
export function requireRetryStrategy({ attempts, evaluateOnExit = [] }: RetryRequest): void {
  if (attempts === undefined && evaluateOnExit.length > 0) {
    throw new ClientException("RetryAttempts must be provided with retry strategy.");
  }
  requireRange("RetryAttempts must", attempts, ATTEMPTS);
  if (evaluateOnExit.length > MOST_RETRY_RULES) {
    throw new ClientException(`EvaluateOnExit must have at most ${MOST_RETRY_RULES} entries.`);
  }
  for (const { onExitCode, onReason, onStatusReason } of evaluateOnExit) {
    if (onExitCode === undefined && onReason === undefined && onStatusReason === undefined) {
      throw new ClientException(
        "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason.",
      );
    }
  }
}

export function requireTimeout(seconds: number | undefined): void {
  if (seconds !== undefined && seconds < SHORTEST_TIMEOUT_SECONDS) {
    throw new ClientException(
      `AttemptDurationSeconds in Timeout must be at least ${SHORTEST_TIMEOUT_SECONDS} seconds.`,
    );
  }
}
