/** What is configurable about the emulated Batch service. */
import { defaultOptions, type SchedulingOptions } from "../../../scheduling";

/** How long the transitions of resources and jobs take, in milliseconds. */
export interface BatchTimings {
  /** CREATING until VALID. */
  readonly creating: number;
  /** UPDATING until VALID. */
  readonly updating: number;
  /** DELETING until gone. */
  readonly deleting: number;
  /** A job is SUBMITTED until the scheduler looks at it. */
  readonly submitted: number;
  /** A service job is SCHEDULED until SageMaker has its instances. */
  readonly scheduled: number;
  /** STARTING until RUNNING. */
  readonly starting: number;
  /** RUNNING until the container exits, for a job that does not say how long it runs. */
  readonly running: number;
  /** A training job that has trained uploads its model. */
  readonly uploading: number;
  /** An instance without a job stays, unless its environment has a `minScaleDownDelayMinutes`. */
  readonly idle: number;
}

/**
 * Rules that AWS does not state. Each is a switch, so that whoever knows better can turn it; the defaults are the reading
 * of `docs/` that a careful user would rely on.
 */
export interface BatchAssumptions {
  /** Rule Q8: a capacity unit may be listed once only in the limits of an environment or a quota share. */
  readonly refuseRepeatedCapacityUnits: boolean;
  /** Rule Q6: a quota share may only name capacity units of its queue's environment. Otherwise its jobs wait for ever. */
  readonly refuseCapacityUnitsOutsideEnvironment: boolean;
  /** Rule Q5: a queue of shares has to be emptied of its quota shares before it can be deleted. */
  readonly refuseDeletingQueuesWithQuotaShares: boolean;
  /** Rule Q9: a queue with a fair-share policy cannot get a quota-share policy, nor the other way round. */
  readonly refuseSwitchingSchedulingKind: boolean;
  /** Rule E14: the instances of an environment that is deleted go with it, and so do the jobs that run on them. */
  readonly endJobsOfDeletedEnvironments: boolean;
}

/** Service quotas that hold only where somebody wants them to. */
export interface BatchRates {
  /** SubmitServiceJob calls a second; more are throttled. AWS: 5 an account. @default Infinity */
  readonly submitServiceJob: number;
}

export interface BatchSettings {
  readonly timings: BatchTimings;
  readonly assumptions: BatchAssumptions;
  readonly rates: BatchRates;
  /** What AWS does not say about scheduling: docs/scheduling.md. */
  readonly scheduling: SchedulingOptions;
}

// AWS takes seconds to a minute; short enough here not to be noticed, long enough to be seen by a client that asks at once.
export const DEFAULT_TIMINGS: BatchTimings = {
  creating: 300,
  updating: 100,
  deleting: 300,
  submitted: 50,
  scheduled: 50,
  starting: 100,
  running: 1000,
  uploading: 50,
  idle: 1000,
};

export const DEFAULT_ASSUMPTIONS: BatchAssumptions = {
  refuseRepeatedCapacityUnits: true,
  refuseCapacityUnitsOutsideEnvironment: false,
  refuseDeletingQueuesWithQuotaShares: true,
  refuseSwitchingSchedulingKind: true,
  endJobsOfDeletedEnvironments: true,
};

export const DEFAULT_RATES: BatchRates = { submitServiceJob: Infinity };

export const DEFAULT_SETTINGS: BatchSettings = {
  timings: DEFAULT_TIMINGS,
  assumptions: DEFAULT_ASSUMPTIONS,
  rates: DEFAULT_RATES,
  scheduling: defaultOptions,
};
