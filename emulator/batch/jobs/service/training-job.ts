/** One attempt of a service job, as SageMaker sees it: a training job. */
import type { SecondaryStatus, Tag } from "@aws-sdk/client-sagemaker";
import type { TrainingRequest } from "./payload";

/** A time in a secondary status; milliseconds since 1970. */
export interface Transition {
  readonly status: SecondaryStatus;
  readonly startedAt: number;
  endedAt: number | undefined;
}

export interface TrainingJob {
  readonly name: string;
  readonly arn: string;
  readonly serviceJobId: string;
  /** The number that the engine gave the run. */
  readonly run: number;
  readonly request: TrainingRequest;
  readonly createdAt: number;
  /** When the instances began to train. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  failureReason: string | undefined;
  readonly transitions: Transition[];
  tags: readonly Tag[];
  /** One for each instance. */
  readonly logStreams: readonly string[];
}

/** How a training job can end. */
export type Ending = "Completed" | "Failed" | "Stopped" | "MaxRuntimeExceeded";

export function enter(training: TrainingJob, status: SecondaryStatus, now: number): Transition {
  const last = training.transitions.at(-1);
  if (last !== undefined) last.endedAt = now;
  const entered: Transition = { status, startedAt: now, endedAt: undefined };
  training.transitions.push(entered);
  if (status === "Training") training.startedAt = now;
  return entered;
}

export function finish(training: TrainingJob, ending: Ending, now: number, failureReason?: string): void {
  enter(training, ending, now).endedAt = now;
  training.endedAt = now;
  training.failureReason = failureReason;
}
