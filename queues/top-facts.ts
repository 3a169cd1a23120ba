import type { CapacityLimit, FrontOfQueueJobSummary } from "@aws-sdk/client-batch";
import type { FrontTop, NextJob } from "./top-picture";

/** Instances by unit. */
export type Amounts = ReadonlyMap<string, number>;
interface Usage {
  readonly capacityUnit?: string;
  readonly quantity?: number;
}

/** What lists and descriptions of jobs of both kinds have. */
export interface Described {
  readonly jobId?: string;
  readonly jobName?: string;
  readonly statusReason?: string;
  readonly shareIdentifier?: string;
  readonly quotaShareName?: string;
  readonly capacityUsage?: readonly Usage[];
}

/** Jobs by their ids. */
export type Fronts = ReadonlyMap<string, Described>;

/** @returns the sums by unit */
export function amounts(usage: readonly Usage[] = []): Amounts {
  const sums = new Map<string, number>();
  for (const { capacityUnit = "", quantity = 0 } of usage) {
    sums.set(capacityUnit, (sums.get(capacityUnit) ?? 0) + quantity);
  }
  return sums;
}

/** @returns the most of each unit */
export function limitsOf(limits: readonly CapacityLimit[] = []): Amounts {
  return amounts(limits.map(({ capacityUnit, maxCapacity }) => ({ capacityUnit, quantity: maxCapacity })));
}

/** @returns what these jobs need together */
export const wanted = (jobs: readonly Described[]): Amounts =>
  amounts(jobs.flatMap(({ capacityUsage }) => capacityUsage ?? []));

/** @returns what the job at a front needs */
export const demandOf = (jobId: string, fronts: Fronts): Amounts => amounts(fronts.get(jobId)?.capacityUsage);

/** @returns a job of a snapshot with what is known of it */
export function frontOf({ jobArn = "", earliestTimeAtPosition }: FrontOfQueueJobSummary, fronts: Fronts): FrontTop {
  const jobId = idOf(jobArn);
  const { jobName, statusReason } = fronts.get(jobId) ?? {};
  return {
    jobId,
    ...(jobName === undefined ? {} : { jobName }),
    ...(earliestTimeAtPosition === undefined ? {} : { since: earliestTimeAtPosition }),
    ...(statusReason === undefined || !isStuck(statusReason) ? {} : { statusReason }),
  };
}

/** @returns a job of a snapshot with what its queue tells of it */
export function nextOf({ jobArn = "", earliestTimeAtPosition }: FrontOfQueueJobSummary, known: Fronts): NextJob {
  const jobId = idOf(jobArn);
  const { jobName, quotaShareName, shareIdentifier, capacityUsage } = known.get(jobId) ?? {};
  const share = quotaShareName ?? shareIdentifier;
  return {
    jobId,
    ...(jobName === undefined ? {} : { jobName }),
    ...(share === undefined ? {} : { share }),
    ...(earliestTimeAtPosition === undefined ? {} : { since: earliestTimeAtPosition }),
    ...(capacityUsage === undefined ? {} : { needs: Object.fromEntries(amounts(capacityUsage)) }),
  };
}

/**
 * Whether a waiting job's reason says what blocks it (user guide, sm_job_stuck_in_runnable). Any other tells how its last
 * attempt ended.
 */
function isStuck(statusReason: string): boolean {
  return /^(MISCONFIGURATION|CAPACITY):/.test(statusReason);
}

/** `arn:aws:batch:<region>:<account>:service-job/<id>`, or `job/<id>` of a container job, of which arrays have several. */
export function idOf(jobArn: string): string {
  return jobArn.slice(jobArn.lastIndexOf("/") + 1);
}
