import { z } from "zod";

/** What the journal of a submission holds, one record a line; `key` is the node's name. */
export const recordShape = z.discriminatedUnion("type", [
  /** A call is about to be made. */
  z.object({ type: z.literal("call"), key: z.string(), at: z.number() }),
  /** The job exists. */
  z.object({ type: z.literal("done"), key: z.string(), id: z.string(), at: z.number() }),
  /** The call had no effect, for certain. */
  z.object({ type: z.literal("refused"), key: z.string(), at: z.number() }),
  /** All that belongs to the run is done, also what follows the submission. */
  z.object({ type: z.literal("end"), at: z.number() }),
]);
export type SubmissionRecord = z.infer<typeof recordShape>;

export interface Progress {
  /** Name -> id of the jobs that exist for certain. */
  readonly ids: Map<string, string>;
  /** Name -> when the last call was made whose outcome is not known. */
  readonly open: Map<string, number>;
}

/** Where records leave the submission. */
export function progressOf(records: readonly SubmissionRecord[]): Progress {
  const ids = new Map<string, string>();
  const open = new Map<string, number>();
  for (const record of records) {
    if (record.type === "end") continue;
    if (record.type === "call") open.set(record.key, record.at);
    else open.delete(record.key);
    if (record.type === "done") ids.set(record.key, record.id);
  }
  return { ids, open };
}
