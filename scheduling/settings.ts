/** Instances by unit: of an instance type (`ml.g5.xlarge`), or of any type under `NUM_INSTANCES`. */
export type Amounts = Readonly<Record<string, number>>;

/** The service environment that all queues of a pool share. */
export interface EnvironmentSettings {
  /** The most that may be dispatched at once, by unit: `NUM_INSTANCES` alone, or instance types. */
  readonly capacity: Amounts;
  /** A disabled environment dispatches nothing; what runs goes on (user guide, updating-service-environments). */
  readonly enabled: boolean;
}

/** How a queue chooses its next job. The kind of a queue never changes (rule Q9). */
export type QueuePolicy = { readonly kind: "FIFO" } | FairSharePolicy | { readonly kind: "QUOTA_SHARE" };

export interface FairSharePolicy {
  readonly kind: "FAIR_SHARE";
  /** Seconds, 0..604800; see the option `zeroDecay` for 0. */
  readonly shareDecaySeconds: number;
  /** Percent, 0..99, to the power of the number of active shares. */
  readonly computeReservation: number;
  /** Weight by share identifier, which may end in `*` for a prefix; 1 where nothing matches. The lower, the more. */
  readonly weights: Readonly<Record<string, number>>;
}

/** The reasons for which AWS Batch lets a time limit be set (API model, JobStateTimeLimitAction). */
export type StuckReason =
  | "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE"
  | "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED"
  | "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";

export interface QueueSettings {
  /** Unique in the pool: a name or an ARN, as the host likes. */
  readonly name: string;
  /** The higher, the earlier among the queues of one environment. */
  readonly priority: number;
  /** A disabled queue takes no new jobs; those in it go on (API model, JQState). */
  readonly enabled: boolean;
  readonly policy: QueuePolicy;
  /** After how many seconds a job that is stuck for a reason is terminated. */
  readonly timeLimits?: Readonly<Partial<Record<StuckReason, number>>>;
}

export interface ShareSettings {
  /** Unique in its queue. */
  readonly name: string;
  /** What the share owns, by instance type. */
  readonly capacity: Amounts;
  readonly strategy: "RESERVE" | "LEND" | "LEND_AND_BORROW";
  /** Percent of each capacity that may be borrowed on top; -1, the default, for no limit. */
  readonly borrowLimit?: number;
  readonly inSharePreemption: boolean;
  /** A disabled share takes no new jobs; those in it go on (user guide, quota-shares). */
  readonly enabled: boolean;
}

export interface RetryRule {
  /** Pattern of the status reason; `*` stands for anything. Absent: every reason. */
  readonly onStatusReason?: string;
  readonly action: "RETRY" | "EXIT";
}

export interface RetryStrategy {
  /** How often the job may run, 1..10, the first time included. */
  readonly attempts: number;
  /** At most 5; the first that matches decides. */
  readonly evaluateOnExit?: readonly RetryRule[];
}

export interface JobSubmission {
  /** Unique in the pool, for all time. */
  readonly id: string;
  readonly queue: string;
  /** The quota share or the share identifier; absent in a FIFO queue. */
  readonly share?: string;
  /** Instances by instance type. All are placed at once, or none. */
  readonly demand: Amounts;
  /** 0..9999, by default 0; ignored in a FIFO queue (rule F2). */
  readonly priority?: number;
  /** By default one attempt. */
  readonly retry?: RetryStrategy;
  /** By default it may be preempted as often as need be. */
  readonly preemptionRetriesBeforeTermination?: number;
}
