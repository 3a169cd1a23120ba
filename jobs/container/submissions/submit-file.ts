import type { BatchClient } from "../../../aws/services";
import {
  type SubmittedFile,
  runFile,
  type RunFileEvent,
  type RunFileOptions,
  type SubmitFailedError,
  type SubmitPace,
} from "../../engine";
import { endJobs } from "../ending";
import { containerJobs, DEFAULT_RATE } from "./kind";
import type { SubmissionFile } from "./read-submissions";

export interface SubmitFileOptions extends SubmitPace, Omit<RunFileOptions, "monitor" | "emit"> {
  readonly file: SubmissionFile;
  readonly batch: BatchClient;
  /** Where the jobs go, e.g. the Region; a run does not go on anywhere else. */
  readonly place: Readonly<Record<string, string>>;
  /** When a job cannot be submitted, end those that were; the next run begins anew. @default false */
  readonly cancelOnFailure?: boolean;
  readonly emit?: (event: SubmissionEvent) => void;
}

export type SubmissionEvent =
  | RunFileEvent
  /** `cancelOnFailure` has ended jobs; `failed` tells why some could not be, by id. */
  | { readonly type: "cancelled"; readonly jobs: number; readonly failed: ReadonlyMap<string, string> };

/**
 * Submits the jobs of a file, each once, however often it is begun anew with the same journal.
 *
 * @throws JournalError, SubmitFailedError, SubmitInterruptedError, OutcomeForgottenError
 */
export function submitFile(options: SubmitFileOptions): Promise<SubmittedFile> {
  const { file, batch, place, rate = DEFAULT_RATE, emit = () => undefined } = options;
  // Without its journal the run is over; it is kept as long as one of its jobs may still be running.
  const cancel = async ({ submitted }: SubmitFailedError) => {
    const reason = "Another job of the file could not be submitted (dapf submit --cancel-on-failure)";
    const failed = await endJobs({ how: "terminate", batch, ids: [...submitted.values()], reason, rate });
    emit({ type: "cancelled", jobs: submitted.size - failed.size, failed });
    return failed.size === 0;
  };
  return runFile({
    ...options,
    graph: file.graph,
    source: { called: "the job file", digest: file.source.digest },
    place,
    kind: () => containerJobs(batch, options),
    undo: options.cancelOnFailure === true ? cancel : undefined,
  });
}
