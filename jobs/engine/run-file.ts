import { SubmitFailedError, SubmitInterruptedError } from "./errors";
import { digestOf } from "../files/digest";
import { type Difference, openJournal } from "./journal";
import type { JobKind, PlannedJob } from "./kind";
import { isFinished, progressOf } from "./record";
import { runGraph, type RunEvent, type RunOptions, type RunOutcome } from "./run";

/** How the jobs of a file are run, of either kind. */
export interface RunFileOptions extends Pick<RunOptions<never>, "signal" | "monitor"> {
  /** Path of the journal. */
  readonly journal: string;
  /** Submit anew what an earlier run has submitted. @default false */
  readonly again?: boolean;
  /** Go on with a run whose jobs have changed since, once this has seen the difference; it throws to refuse. */
  readonly mend?: (difference: Difference) => Promise<void>;
  readonly emit?: (event: RunFileEvent) => void;
  /** Keeps the ids, also when not all jobs could be submitted; called while nobody else can go on with the run. */
  readonly keepIds?: (ids: ReadonlyMap<string, string>) => void;
}

export type RunFileEvent =
  | RunEvent
  /** An earlier run is gone on with. */
  | { readonly type: "resumed"; readonly begun: string; readonly submitted: number; readonly total: number };

interface JobsOfFile<J extends PlannedJob> extends Pick<RunOptions<J>, "graph"> {
  /** Where the jobs go, as the journal knows it; a run does not go on anywhere else. */
  readonly place: Readonly<Record<string, string>>;
  /** What the journal calls the jobs as a whole, and their digest. */
  readonly source: { readonly called: string; readonly digest: string };
  /** @param begun when the run began, milliseconds since 1970 */
  readonly kind: (begun: number) => JobKind<J>;
  /** Ends what was submitted when not all could be. @returns whether the run is over, so that the next begins anew */
  readonly undo?: (error: SubmitFailedError) => Promise<boolean>;
}

export interface SubmittedFile extends RunOutcome {
  /** How many of the jobs this process has submitted. */
  readonly fresh: number;
  /** ISO 8601: when the run began, maybe in an earlier process. */
  readonly begun: string;
  /**
   * Ends the use of the journal.
   *
   * @param keep whether the same command shall find the run again; else it begins a new one, unless this one is not through
   */
  close(keep: boolean): Promise<void>;
}

/**
 * Runs the jobs of a file, each submitted once, however often the run is begun anew with the same journal.
 *
 * @throws JournalError, SubmitFailedError, SubmitInterruptedError, OutcomeForgottenError, AwsCallError
 */
export async function runFile<J extends PlannedJob>(options: RunFileOptions & JobsOfFile<J>): Promise<SubmittedFile> {
  const { journal: file, place, source, again, mend, graph } = options;
  const { emit = () => undefined, keepIds = () => undefined, signal } = options;
  const digests = Object.fromEntries(graph.order.map((job) => [job.name, contentOf(job)]));
  const about = { [source.called]: source.digest, ...place };
  const journal = await openJournal({ file, about, jobs: { about: source.called, digests }, again, mend });
  try {
    const { begun } = journal;
    const before = progressOf(journal.records, (name) => Object.hasOwn(digests, name)).ids.size;
    const total = graph.order.length;
    if (journal.records.length > 0) emit({ type: "resumed", begun, submitted: before, total });
    const kind = options.kind(Date.parse(begun));
    const run = await runGraph({ graph, kind, journal, monitor: options.monitor, signal, emit });
    const { ids, failures, results, signedOut } = run;
    if (failures.length > 0) throw new SubmitFailedError(failures, ids, total);
    if (!kind.waits && ids.size < total) throw new SubmitInterruptedError(ids, total);
    // Interrupted, signed out, or refused what can be put right: the same command goes on.
    const isCut = signal?.aborted === true || signedOut !== undefined;
    const isThrough = !kind.waits || !(isCut || results.some(({ refused }) => refused === true));
    if (isThrough && !isFinished(journal.records)) await journal.append({ type: "end", at: kind.time.now() });
    keepIds(ids);
    return {
      ...run,
      fresh: ids.size - before,
      begun,
      close: (keep) => (keep || !isThrough ? journal.close() : journal.remove()),
    };
  } catch (error) {
    const hasFailed = error instanceof SubmitFailedError;
    try {
      if (hasFailed || error instanceof SubmitInterruptedError) keepIds(error.submitted);
    } finally {
      const isOver = hasFailed && (await options.undo?.(error)) === true;
      await (isOver ? journal.remove() : journal.close());
    }
    throw error;
  }
}

/** @returns what tells a job from another of the same name; enough of a digest for the jobs of one file */
function contentOf({ needs, needsIds, request }: PlannedJob): string {
  return digestOf({ needs, needsIds, request }).slice(0, 16);
}
