import type { BatchClient } from "../../aws/services";
import type { PlannedJob } from "./planned-job";
import { isFinished, openRunJournal, runProgressOf } from "./run-journal";
import { runJobs } from "./run";
import type { JobResult, RunEvent } from "./run-options";

export interface RunPlannedOptions {
  readonly jobs: readonly PlannedJob[];
  readonly batch: BatchClient;
  /** Path of the journal. */
  readonly journal: string;
  /** Where the jobs go: a Region, an endpoint. A run goes on there or not at all. */
  readonly target: string;
  readonly monitor: boolean;
  readonly again?: boolean;
  /** Submissions a second. @default what AWS Batch allows */
  readonly perSecond?: number;
  /** Milliseconds after which a job whose submission was not answered is in the lists. */
  readonly settle?: number;
  readonly signal?: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

export interface PlannedRun {
  readonly results: readonly JobResult[];
  /** How many jobs an earlier process had submitted. */
  readonly before: number;
  /** Ends the use of the journal; `keep` when its ids are, so that the same command submits nothing twice. */
  close(keep: boolean): Promise<void>;
}

/**
 * Runs jobs from a journal: what an earlier process submitted is not submitted again.
 *
 * @throws JournalError, AwsCallError, NotAnsweredError; then the same command goes on
 */
export async function runPlanned(options: RunPlannedOptions): Promise<PlannedRun> {
  const journal = await openRunJournal({ ...options, file: options.journal });
  try {
    const before = runProgressOf(journal.records).ids.size;
    const results = await runJobs({ ...options, journal });
    return {
      results,
      before,
      close: async (keep) => {
        // Interrupted, or refused what can be put right: the same command goes on.
        const isRefused = results.some(({ refused }) => refused === true);
        if (options.signal?.aborted === true || isRefused) return journal.close();
        if (!keep) return journal.remove();
        if (!isFinished(journal.records)) await journal.append({ type: "end", at: options.batch.time.now() });
        return journal.close();
      },
    };
  } catch (error) {
    await journal.close();
    throw error;
  }
}
