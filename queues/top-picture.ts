/** How much of one unit is owned, lent, borrowed and wanted. */
export interface UnitTop {
  /** `NUM_INSTANCES`, an instance type or `VCPU`. */
  readonly unit: string;
  /** What the share or the service environment may have; absent of a fair share, which owns nothing. */
  readonly capacity?: number;
  /** Dispatched within the capacity. */
  readonly own: number;
  /** Dispatched beyond it. */
  readonly borrowed: number;
  /** What others borrow of what the share does not use. */
  readonly lent: number;
  /** Instances of the jobs that wait. */
  readonly waiting: number;
}

/** What a job at a front waits for, though nothing is wrong with it. AWS Batch does not say it. */
export type WaitingFor = "environment" | "own-quota" | "borrow-limit" | "lenders";

/** The job at a front. */
export interface FrontTop {
  readonly jobId: string;
  readonly jobName?: string;
  /** Milliseconds since the epoch: since when it is there. */
  readonly since?: number;
  /** What AWS Batch says holds it up; absent while it only waits for capacity. */
  readonly statusReason?: string;
  /** What is in its way else, as far as the snapshot tells. */
  readonly waitingFor?: WaitingFor;
}

/** A job that waits, in the order of its queue. */
export interface NextJob {
  readonly jobId: string;
  readonly jobName?: string;
  /** Its quota share, or its share identifier. */
  readonly share?: string;
  /** Milliseconds since the epoch: since when it is at its place. */
  readonly since?: number;
  /** Instances by type, or vCPUs; absent where AWS Batch does not say it. */
  readonly needs?: Readonly<Record<string, number>>;
}

/** A compute environment of a queue of containers. */
export interface EnvironmentTop {
  readonly environment: string;
  readonly state: string;
  readonly status?: string;
  /** `EC2`, `SPOT`, `FARGATE`, `FARGATE_SPOT` or `UNMANAGED`. */
  readonly type?: string;
  /** vCPUs of this queue's jobs that run there; other queues may share it. */
  readonly vCpusInUse: number;
  /** As large as AWS Batch has it now. */
  readonly desiredvCpus?: number;
  readonly maxvCpus?: number;
}

export interface ShareTop {
  readonly share: string;
  readonly state?: string;
  readonly strategy?: string;
  readonly units: readonly UnitTop[];
  /** Of a queue of containers, as far as jobs were counted. */
  readonly runningJobs?: number;
  readonly waitingJobs: number;
  readonly front?: FrontTop;
}

/** A queue at one moment. */
export interface QueueTop {
  readonly queue: string;
  readonly arn: string;
  readonly state: string;
  /** Milliseconds since the epoch: how old the snapshot is. */
  readonly updatedAt?: number;
  /** Of the service environment, or the vCPUs of all compute environments: what this queue uses of it, and what waits. */
  readonly units: readonly UnitTop[];
  /** Of a queue of containers, in the order in which they are tried. */
  readonly environments?: readonly EnvironmentTop[];
  /** Jobs that start or run, of a queue of containers. */
  readonly runningJobs?: number;
  /** Whether more run than were counted. */
  readonly hasMoreRunning?: boolean;
  readonly waitingJobs: number;
  /** Whether more jobs wait than were counted. */
  readonly hasMoreWaiting: boolean;
  /** Quota shares, or the fair shares that use most. */
  readonly shares: readonly ShareTop[];
  /** The next job of the whole queue. */
  readonly front?: FrontTop;
  /** The next jobs of the whole queue, in the order in which they go; AWS Batch tells the first 100. */
  readonly next: readonly NextJob[];
}
