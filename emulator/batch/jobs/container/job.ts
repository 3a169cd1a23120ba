/** A container job: one by itself, the parent of an array, or a child of one. */
import type {
  AttemptDetail,
  ConsumableResourceProperties,
  ContainerProperties,
  JobDependency,
  JobStatus,
  JobTimeout,
  PlatformCapability,
} from "@aws-sdk/client-batch";
import type { ContainerJob, Resources } from "../../../../scheduling";
import type { Room } from "./room";
import type { RunningCommand } from "../commands/command";
import type { RetryRequest } from "../../rules/job-definition";
import type { EvaluateOnExit } from "../../../../aws/batch/job-retries";

/** What a job has of a consumable resource. */
export interface Held {
  readonly resource: { readonly type: string; totalQuantity: number; inUseQuantity: number };
  readonly quantity: number;
}

export interface RetryStrategy extends RetryRequest {
  readonly attempts?: number | undefined;
  readonly evaluateOnExit?: readonly EvaluateOnExit[] | undefined;
}

export interface ArrayParent {
  readonly kind: "parent";
  readonly size: number;
  /** By index. */
  readonly children: Job[];
  /** How many children are in each status. */
  readonly counts: Record<JobStatus, number>;
  /** When `counts` changed, milliseconds since 1970. */
  countedAt: number;
  /** Why it was cancelled or terminated. */
  endReason: string | undefined;
}

export interface ArrayChild {
  readonly kind: "child";
  readonly parent: Job;
  /** The parent's. */
  readonly siblings: ArrayParent;
  readonly index: number;
}

export interface Job extends ContainerJob {
  readonly arn: string;
  readonly name: string;
  /** Grows with each job, and within an array with the index. */
  readonly order: number;
  /** Absent for a job by itself. */
  readonly array: ArrayParent | ArrayChild | undefined;
  readonly queueArn: string;
  readonly definitionArn: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The definition's container with the overrides of the submission. */
  readonly container: ContainerProperties;
  /** Characters of what the submission overrides of command and environment. */
  readonly overridesLength: number;
  /** What it takes of a compute environment while it runs. */
  readonly demand: Resources;
  /** What it needs of consumable resources. */
  readonly consumables: ConsumableResourceProperties | undefined;
  /** What it has of them, from its first attempt on until it is over. */
  held: readonly Held[] | undefined;
  /** As submitted; of a child of an array, the jobs that it needs. */
  readonly dependsOn: readonly JobDependency[];
  /** The jobs that have to succeed before it can start. */
  readonly needs: readonly string[];
  readonly retryStrategy: RetryStrategy | undefined;
  readonly timeout: JobTimeout | undefined;
  readonly propagateTags: boolean;
  readonly platformCapabilities: readonly PlatformCapability[] | undefined;
  /** As submitted; see `priority` for what it means to the queue. */
  readonly schedulingPriority: number | undefined;
  readonly createdAt: number;
  tags: Record<string, string>;
  status: JobStatus;
  statusReason: string | undefined;
  /** Since when it has been stuck at the head of its queue, and when a time limit of the queue ends that. */
  stuck: Stuck | undefined;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  /** Where the running attempt is, or the last one was. */
  placement: Placement | undefined;
  attempts: AttemptDetail[];
  isCancelled: boolean;
  isTerminated: boolean;
  /** Goes up whenever the job is taken out of its course; work that was planned before is void then. */
  course: number;
}

export interface Stuck {
  readonly reason: string;
  readonly since: number;
  readonly due: number;
}

/** An attempt on a compute environment. */
export interface Placement {
  readonly room: Room;
  readonly taskArn: string;
  logStreamName: string | undefined;
  /** Whether anything of it may be written into the stream. */
  hasLog: boolean;
  /** Absent for a simulated attempt. */
  command: RunningCommand | undefined;
  exitCode: number | undefined;
  /** Why the container could not be started. */
  reason: string | undefined;
}

export function isOver({ status }: Pick<Job, "status">): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}

/** Whether the job takes up capacity. */
export function isPlaced({ status }: Pick<Job, "status">): boolean {
  return status === "STARTING" || status === "RUNNING";
}
