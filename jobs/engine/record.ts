import { z } from "zod";

export const textsShape = z.record(z.string(), z.string());

/** What the journal of a run holds, one record a line; `key` is the job's name. */
export const recordShape = z.discriminatedUnion("type", [
  /** A call is about to be made. */
  z.object({ type: z.literal("call"), key: z.string(), at: z.number() }),
  /** The job exists. */
  z.object({ type: z.literal("done"), key: z.string(), id: z.string(), at: z.number() }),
  /** The call had no effect, for certain. */
  z.object({ type: z.literal("refused"), key: z.string(), at: z.number() }),
  /** The job has ended with that status; of a kind that waits. */
  z.object({ type: z.literal("ended"), key: z.string(), outcome: z.string(), reason: z.string().optional() }),
  /** All that belongs to the run is done, also what follows the submission. */
  z.object({ type: z.literal("end"), at: z.number() }),
  /** The jobs have changed, and from here on the run is about these: what it is about, and name -> digest. */
  z.object({ type: z.literal("mended"), about: textsShape, jobs: textsShape, at: z.number() }),
]);
export type RunRecord = z.infer<typeof recordShape>;

/** Whether records are those of a run that is through, and has not been gone on with since. */
export const isFinished = (records: readonly RunRecord[]): boolean =>
  records.findLast(({ type }) => type === "end" || type === "mended")?.type === "end";

/** How a job came to its end: as its status says, or without ever being submitted. */
export interface Ended {
  readonly outcome: string;
  readonly reason?: string;
}

export interface Progress {
  /** Name -> id of the jobs that exist for certain. */
  readonly ids: Map<string, string>;
  /** Name -> when the last call was made whose outcome is not known. */
  readonly open: Map<string, number>;
  readonly ended: Map<string, Ended>;
}

/**
 * Where records leave the run.
 *
 * @param isOfRun whether a job is still one of the run; what others have come to is left out
 */
export function progressOf(records: readonly RunRecord[], isOfRun: (name: string) => boolean = () => true): Progress {
  const progress: Progress = { ids: new Map(), open: new Map(), ended: new Map() };
  for (const record of records) {
    if (record.type === "end" || record.type === "mended" || !isOfRun(record.key)) continue;
    if (record.type === "call") progress.open.set(record.key, record.at);
    else progress.open.delete(record.key);
    if (record.type === "done") progress.ids.set(record.key, record.id);
    if (record.type === "ended") progress.ended.set(record.key, { outcome: record.outcome, reason: record.reason });
  }
  return progress;
}
