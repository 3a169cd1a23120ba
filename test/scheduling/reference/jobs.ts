import type { Amounts, JobSubmission } from "../../../scheduling";

/** A job of the reference model. */
export interface RefJob {
  readonly submission: JobSubmission;
  readonly id: string;
  readonly queue: string;
  readonly share: string;
  readonly order: number;
  /** In the units of the environment. */
  readonly needs: Amounts;
  priority: number;
  running: boolean;
  runs: number;
  failures: number;
  preemptions: number;
  dispatchedAt: number;
  gotInstances: boolean;
  inScheduled: number;
  lacksInstances: boolean;
  stuck?: { reason: string; text: string; since: number };
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

export const amount = (amounts: Amounts, unit: string) => amounts[unit] ?? 0;

export const used = (jobs: readonly RefJob[], unit: string) => sum(jobs.map(({ needs }) => amount(needs, unit)));

/** Those of one line, as they wait: priority, then submission. */
export function inLine(jobs: readonly RefJob[]): RefJob[] {
  return [...jobs].sort((a, b) => b.priority - a.priority || a.order - b.order);
}

/** Amounts that are not nothing. */
export function tidy(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([, count]) => count !== 0));
}
