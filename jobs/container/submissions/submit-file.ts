import { QUOTAS } from "../../../aws/batch/limits";
import { DEFAULT_RETRY, type RetryPolicy } from "../../../aws/retry";
import type { BatchClient } from "../../../aws/services";
import { endJobs } from "../ending";
import {
  progressOf,
  recordShape,
  SubmitFailedError,
  SubmitInterruptedError,
  type SubmissionRecord,
  submitGraph,
  type SubmittedEvent,
} from "../../engine";
import { type Journal, openJournal } from "../../engine/journal";
import { TokenBucket } from "../../engine/rate";
import { batchSubmitter } from "./batch-submitter";
import type { SubmissionFile } from "./read-submissions";

export interface SubmitFileOptions {
  readonly file: SubmissionFile;
  readonly batch: BatchClient;
  /** Path of the journal. */
  readonly journal: string;
  /** Where the jobs go, e.g. the Region; a run does not go on anywhere else. */
  readonly place: Readonly<Record<string, string>>;
  /** When a job cannot be submitted, end those that were; the next run begins anew. @default false */
  readonly cancelOnFailure?: boolean;
  /** Submit anew what an earlier run has submitted. @default false */
  readonly again?: boolean;
  /** Calls a second. @default DEFAULT_RATE */
  readonly rate?: number;
  /** Milliseconds. @default DEFAULT_SETTLE */
  readonly settle?: number;
  readonly retry?: RetryPolicy;
  readonly signal?: AbortSignal;
  readonly emit?: (event: SubmissionEvent) => void;
  /** Keeps the ids, also when not all jobs could be submitted; called while nobody else can go on with the run. */
  readonly keepIds?: (ids: ReadonlyMap<string, string>) => void;
}

export type SubmissionEvent =
  | SubmittedEvent
  /** An earlier run is gone on with. */
  | { readonly type: "resumed"; readonly begun: string; readonly submitted: number; readonly total: number }
  /** `cancelOnFailure` has ended jobs; `failed` tells why some could not be, by id. */
  | { readonly type: "cancelled"; readonly jobs: number; readonly failed: ReadonlyMap<string, string> };

export interface SubmittedFile {
  /** Name -> id, in the order of submission. */
  readonly ids: ReadonlyMap<string, string>;
  /** How many of them this process has submitted. */
  readonly fresh: number;
  /** ISO 8601: when the run began, maybe in an earlier process. */
  readonly begun: string;
  /**
   * Ends the use of the journal.
   *
   * @param keep whether the same command shall find the run again; else it will begin a new one
   */
  close(keep: boolean): Promise<void>;
}

export const DEFAULT_RATE = QUOTAS.submitJobCalls;
/** Milliseconds. ListJobs shows a job within about a second; this is generous. */
export const DEFAULT_SETTLE = 10_000;
const CONCURRENCY = 32;

/**
 * Submits the jobs of a file, each once, however often it is begun anew with the same journal.
 *
 * @throws JournalError, SubmitFailedError, SubmitInterruptedError, OutcomeForgottenError
 */
export async function submitFile(options: SubmitFileOptions): Promise<SubmittedFile> {
  const {
    file,
    batch,
    settle = DEFAULT_SETTLE,
    rate = DEFAULT_RATE,
    emit = () => undefined,
    keepIds = () => undefined,
  } = options;
  const { graph } = file;
  const { time } = batch;
  const journal = await openFor(options);
  try {
    const before = progressOf(journal.records);
    if (journal.records.length > 0) {
      emit({ type: "resumed", begun: journal.begun, submitted: before.ids.size, total: graph.order.length });
    }
    const bucket = new TokenBucket(rate, Math.max(1, rate / 10), time);
    const ids = await submitGraph({
      graph,
      submitter: batchSubmitter(batch, bucket),
      journal,
      bucket,
      retry: options.retry ?? DEFAULT_RETRY,
      time,
      settle,
      concurrency: CONCURRENCY,
      emit,
      signal: options.signal,
    });
    if (!journal.records.some(isEnd)) await journal.append({ type: "end", at: time.now() });
    keepIds(ids);
    return {
      ids,
      fresh: ids.size - before.ids.size,
      begun: journal.begun,
      close: (keep) => (keep ? journal.close() : journal.remove()),
    };
  } catch (error) {
    try {
      if (error instanceof SubmitFailedError || error instanceof SubmitInterruptedError) keepIds(error.submitted);
    } finally {
      if (error instanceof SubmitFailedError && options.cancelOnFailure === true) await cancel(options, journal, error);
      else await journal.close();
    }
    throw error;
  }
}

/** Without its journal the run is over; it is kept as long as one of its jobs may still be running. */
async function cancel(options: SubmitFileOptions, journal: Journal<SubmissionRecord>, error: SubmitFailedError) {
  const { batch, rate = DEFAULT_RATE, emit = () => undefined } = options;
  const reason = "Another job of the file could not be submitted (dapf submit --cancel-on-failure)";
  const failed = await endJobs({ how: "terminate", batch, ids: [...error.submitted.values()], reason, rate });
  emit({ type: "cancelled", jobs: error.submitted.size - failed.size, failed });
  await (failed.size > 0 ? journal.close() : journal.remove());
}

const isEnd = ({ type }: SubmissionRecord): boolean => type === "end";

function openFor({ file, journal, place, again }: SubmitFileOptions): Promise<Journal<SubmissionRecord>> {
  const isFinished = (records: readonly SubmissionRecord[]) => records.some(({ type }) => type === "end");
  const about = { "the job file": file.source.digest, ...place };
  return openJournal({ file: journal, about, schema: recordShape, isFinished, again });
}
