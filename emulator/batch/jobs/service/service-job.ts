/** A service job: a request to SageMaker that waits in a queue. */
import type {
  ServiceJobAttemptDetail,
  ServiceJobPreemptionConfiguration,
  ServiceJobRetryStrategy,
  ServiceJobStatus,
  ServiceJobTimeout,
} from "@aws-sdk/client-batch";
import type { Amounts } from "../../../../scheduling";
import type { TrainingRequest } from "./payload";
import type { Settings } from "./simulation";
import type { TrainingJob } from "./training-job";

export interface ServiceJob {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** Falls with each submission: lists show the newest first, and are read page by page by it. */
  readonly number: number;
  readonly queueArn: string;
  readonly environmentArn: string;
  readonly shareIdentifier: string | undefined;
  readonly quotaShareName: string | undefined;
  /** As it was submitted. */
  readonly payload: string;
  readonly request: TrainingRequest;
  /** Why SageMaker will make no training job of the payload. */
  readonly refusal: string | undefined;
  /** How its attempts go, and all else that its hyperparameters and environment say. */
  readonly simulation: Settings;
  /** Instances by instance type. */
  readonly demand: Amounts;
  readonly retryStrategy: SubmittedRetryStrategy | undefined;
  readonly timeout: ServiceJobTimeout | undefined;
  readonly preemption: ServiceJobPreemptionConfiguration | undefined;
  readonly createdAt: number;
  tags: Record<string, string>;
  schedulingPriority: number | undefined;
  status: ServiceJobStatus;
  statusReason: string | undefined;
  scheduledAt: number | undefined;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  isTerminated: boolean;
  /** Of the present attempt, or of the last one; none when SageMaker refused it. */
  training: TrainingJob | undefined;
  /** The number that the engine gave the present attempt. */
  run: number | undefined;
  /** Attempts that came to an end; of those without instances the latest only. */
  attempts: Attempt[];
  /** The latest first. */
  preempted: ServiceJobAttemptDetail[];
  preemptions: number;
  /** Runs that ended by themselves: each has its own simulated outcome. */
  outcomes: number;
}

/** What the API makes optional and a submission has to have. */
export interface SubmittedRetryStrategy extends ServiceJobRetryStrategy {
  readonly attempts: number;
  readonly evaluateOnExit?: { readonly action: "RETRY" | "EXIT"; readonly onStatusReason?: string }[] | undefined;
}

export interface Attempt extends ServiceJobAttemptDetail {
  /** SageMaker had no instances for it. */
  readonly lackedInstances: boolean;
}

export function isOver({ status }: Pick<ServiceJob, "status">): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}

/** Whether the job holds capacity, so that there is a training job of it in SageMaker. */
export function isDispatched({ status }: Pick<ServiceJob, "status">): boolean {
  return status === "SCHEDULED" || status === "STARTING" || status === "RUNNING";
}
