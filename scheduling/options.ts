/**
 * What AWS does not say about scheduling, each with the answer that the engine gives. docs/scheduling.md explains them.
 */
export interface SchedulingOptions {
  /** Whose turn it is to borrow: the head that was submitted first, or the one with the highest priority. */
  readonly idleOrder: "submission" | "priority";
  /** Whether jobs within their own quota go before those that borrow; otherwise all heads go in `idleOrder`. */
  readonly ownBeforeBorrowing: boolean;
  /** Who is preempted first: the lowest priority, or the latest start. The other breaks ties, then the job id. */
  readonly victimOrder: "lowest-priority" | "latest-start";
  /** Whether borrowers are preempted though that does not free enough yet. */
  readonly partialPreemption: boolean;
  /** How a borrow limit that is no whole number of instances is rounded. */
  readonly borrowRounding: "down" | "up";
  /** Whether capacity of the environment that no share owns can be borrowed. */
  readonly borrowUnallotted: boolean;
  /** The preemption that fails a job with `preemptionRetriesBeforeTermination` N: number N + 1, or number N. */
  readonly preemptionRetries: "fail-after" | "fail-at";
  /** How usage of a fair share fades: by e in a decay window, or evenly to nothing at its end. */
  readonly decay: "exponential" | "linear";
  /** What `shareDecaySeconds` 0 means: a window of 600 s, or that only what runs now counts. */
  readonly zeroDecay: "600-seconds" | "current-usage";
  /** Seconds that each running instance counts in advance, so that jobs placed in one instant are spread. */
  readonly chargeSeconds: number;
  /** Whether the next job of a fair-share queue, when it does not fit, holds up the other shares (rule S8). */
  readonly fairShareHeadBlocks: "queue" | "share";
  /** In which unit the usage of queues counted in `NUM_INSTANCES` is shown. */
  readonly usageUnit: "instance-type" | "environment";
}

export const defaultOptions: SchedulingOptions = {
  idleOrder: "submission",
  ownBeforeBorrowing: true,
  victimOrder: "lowest-priority",
  partialPreemption: false,
  borrowRounding: "down",
  borrowUnallotted: false,
  preemptionRetries: "fail-after",
  decay: "exponential",
  zeroDecay: "600-seconds",
  chargeSeconds: 60,
  fairShareHeadBlocks: "queue",
  usageUnit: "instance-type",
};
