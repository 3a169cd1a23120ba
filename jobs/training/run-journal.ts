/** What the journal of a run of service jobs holds: the records of their submission, and how they ended. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { progressOf, recordShape, type SubmissionRecord } from "../engine";
import { type Journal, openJournal } from "../engine/journal";
import type { PlannedJob } from "./planned-job";

const endedShape = z.object({
  type: z.literal("ended"),
  key: z.string(),
  /** `SUCCEEDED`, `FAILED`, or `NOT_SUBMITTED`. */
  outcome: z.string(),
  reason: z.string().optional(),
});
const runRecordShape = z.union([recordShape, endedShape]);
export type RunRecord = z.infer<typeof runRecordShape>;

/** How a job came to its end: as its status says, or without ever being submitted. */
export interface Ended {
  readonly outcome: string;
  readonly reason?: string;
}

export interface RunJournalOptions {
  readonly file: string;
  readonly jobs: readonly PlannedJob[];
  /** Where the jobs go: a Region, an endpoint. */
  readonly target: string;
  /** Begin a new run whatever the file holds. */
  readonly again?: boolean;
}

/** @throws JournalError: another process has it, or it is of an unfinished run of other jobs */
export function openRunJournal({ file, jobs, target, again }: RunJournalOptions): Promise<Journal<RunRecord>> {
  const digest = createHash("sha256").update(JSON.stringify(jobs)).digest("hex");
  return openJournal({
    file,
    about: { "what is submitted": digest, "where to": target },
    schema: runRecordShape,
    isFinished,
    again,
  });
}

export const isFinished = (records: readonly RunRecord[]): boolean => records.some(({ type }) => type === "end");

/** Where records leave a run. */
export interface RunProgress {
  /** Name -> id. */
  readonly ids: Map<string, string>;
  /** Name -> when the call was made whose outcome is not known. */
  readonly open: ReadonlyMap<string, number>;
  readonly ended: Map<string, Ended>;
}

export function runProgressOf(records: readonly RunRecord[]): RunProgress {
  const ended = new Map<string, Ended>();
  for (const record of records) if (record.type === "ended") ended.set(record.key, record);
  return { ...progressOf(records.filter(isSubmissionRecord)), ended };
}

/** The journal as the engine of submissions knows it. */
export function submissionJournal(journal: Journal<RunRecord>): Journal<SubmissionRecord> {
  return { ...journal, records: journal.records.filter(isSubmissionRecord) };
}

const isSubmissionRecord = (record: RunRecord): record is SubmissionRecord => record.type !== "ended";
