import type { WaitingFor } from "../../scheduling";
import type { EnvironmentFigures } from "../compute/metered-environment";
import type { GroupFigures } from "../measures/group";
import type { AccountFigures } from "./account";

/** A job that could not run, or not to its end. */
export interface NeverJob {
  readonly job: string;
  readonly line: number;
  readonly instances: number;
  readonly queue: string;
  readonly share: string;
  readonly reason: string;
}

/** A job that waited among the longest. */
export interface WorstJob {
  readonly job: string;
  readonly line: number;
  readonly queue: string;
  readonly share: string;
  readonly team: string;
  readonly instances: number;
  /** ISO 8601. */
  readonly submitted: string;
  readonly waitSeconds: number;
  readonly preemptions: number;
  /** Parts of the moments that were looked at: the job at the front of its line waited for this. */
  readonly waitedFor: Readonly<Partial<Record<WaitingFor | "other", number>>>;
  /** Part of the moments in which another job was at the front of its line. */
  readonly behindOthers: number;
}

export interface PoolFigures {
  readonly name: string;
  /** Instances, or vCPUs of compute environments. */
  readonly size: number;
  /** Instance-hours in use, of those that there were from the first submission to the last end; 0..1. */
  readonly utilisation: number;
  readonly usedHours: number;
  readonly lines: readonly AccountFigures[];
  /** Of queues of container jobs. */
  readonly environments?: readonly EnvironmentFigures[];
}

/** What would have happened. */
export interface ReplayResult {
  /** ISO 8601; the first submission, and the last end. */
  readonly from: string;
  readonly until: string;
  readonly makespanSeconds: number;
  readonly total: GroupFigures;
  readonly queues: readonly GroupFigures[];
  readonly shares: readonly GroupFigures[];
  readonly teams: readonly GroupFigures[];
  readonly pools: readonly PoolFigures[];
  /** How often each reason kept a job from running. */
  readonly neverReasons: Readonly<Record<string, number>>;
  /** The first of them, and the first of each reason. */
  readonly never: readonly NeverJob[];
  readonly worst: readonly WorstJob[];
  readonly preemptions: { readonly start: number; readonly width: number; readonly counts: readonly number[] };
}
