import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openHistory, type History } from "../../planning/history/history";
import type { Filter } from "../../planning/history/open";
import type { ColumnMapping } from "../../planning/history/columns";
import type { HistoryJob } from "../../planning/history/job";
import { LogWriter } from "../../planning/history/log-writer";
import type { JobLog } from "../../planning/history/job-log";
import type { Plan, PoolPlan } from "../../planning/pools/plan";
import { type Assumptions, defaultAssumptions } from "../../planning/replay/assumptions";
import { replay } from "../../planning/replay/replay";
import type { ReplayResult } from "../../planning/replay/result";
import { NUM_INSTANCES } from "../../aws/batch/names";
import type { QueueSettings, ShareSettings } from "../../scheduling";
import { temporaryFolder } from "../support/temporary-folder";

export const G5 = "ml.g5.xlarge";

/** @returns the history that a file of this text is */
export function historyOf(
  text: string,
  columns: ColumnMapping = {},
  file = "jobs.csv",
  only: Filter = {},
): Promise<History> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, file), text);
  return openHistory({ file, folder, columns, only });
}

/** What a job of a test is, in seconds; an instance for a second where nothing is said. */
export type TestJob = Partial<Omit<HistoryJob, "submittedAt" | "duration" | "line">> & {
  readonly submit: number;
  readonly duration?: number;
  readonly instances?: number;
};

export function logOf(jobs: readonly TestJob[]): JobLog {
  const writer = new LogWriter(temporaryFolder());
  jobs.forEach(({ submit, duration = 1, instances = 1, ...rest }, i) => {
    const texts = { name: `job${i}`, queue: "", share: "", team: "", priority: 0, ...rest };
    const demand = { instances };
    writer.add({ line: i + 1, submittedAt: submit * 1000, duration: duration * 1000, demand, ...texts });
  });
  return writer.close();
}

const queue = (name: string, policy: QueueSettings["policy"], shares: readonly ShareSettings[] = []) => {
  return { key: name, settings: { name, priority: 1, enabled: true, policy }, shares };
};

/** A service environment with one FIFO queue of the same name. */
export function fifo(name: string, capacity: number): PoolPlan {
  return {
    name,
    key: name,
    capacity: { [NUM_INSTANCES]: capacity },
    enabled: true,
    queues: [queue(name, { kind: "FIFO" })],
  };
}

export function share(name: string, own: number, settings: Partial<ShareSettings> = {}): ShareSettings {
  const strategy = "LEND_AND_BORROW";
  return { name, capacity: { [G5]: own }, strategy, inSharePreemption: false, enabled: true, ...settings };
}

/** An environment with a queue of quota shares. */
export function quota(capacity: number, shares: readonly ShareSettings[]): PoolPlan {
  return {
    name: "g5",
    key: "g5",
    capacity: { [G5]: capacity },
    enabled: true,
    queues: [queue("q", { kind: "QUOTA_SHARE" }, shares)],
  };
}

export function fairShare(capacity: number, weights: Readonly<Record<string, number>> = {}): PoolPlan {
  const policy = { kind: "FAIR_SHARE" as const, shareDecaySeconds: 3600, computeReservation: 0, weights };
  return { name: "g5", key: "g5", capacity: { [G5]: capacity }, enabled: true, queues: [queue("q", policy)] };
}

export const planOf = (...pools: readonly PoolPlan[]): Plan => ({ name: "test", pools });

export function replayed(
  jobs: readonly TestJob[] | JobLog,
  plan: Plan,
  assumptions: Partial<Assumptions> = {},
): ReplayResult {
  const log = "file" in jobs ? jobs : logOf(jobs);
  return replay({ log, plan, assumptions: { ...defaultAssumptions, ...assumptions } });
}
