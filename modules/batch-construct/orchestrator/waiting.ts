/** How patiently the state machine waits for the Batch jobs. */
export interface Waiting {
  /** Pause before each of the first checks, so that a short run ends soon. */
  readonly shortSeconds: number;
  /** How many checks count as the first ones. */
  readonly shortChecks: number;
  /** Pause before every later check. */
  readonly longSeconds: number;
  /**
   * After so many checks the run fails. A round takes 19 of the 25,000 events that the history of an execution may
   * have; past them AWS would end the execution without clean-up.
   */
  readonly maxChecks: number;
}

/** Up to five minutes quickly, then about five days. */
export const defaultWaiting: Waiting = { shortSeconds: 30, shortChecks: 10, longSeconds: 300, maxChecks: 1200 };
