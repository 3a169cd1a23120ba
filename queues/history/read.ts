import type { BatchClient } from "../../aws/services";
import type { Course } from "./course";
import { hasEnded, recordOf } from "./course";
import { Courses } from "./courses";
import { HistoryInterruptedError } from "./errors";
import { endedJobs, type ListedQueue, openJobs } from "./listed";
import { type LogsClient, logPages } from "./read-log";
import type { JobRecord } from "./record";
import { Spool } from "./spool";
import { type ShareSummary, Summary } from "./summary";

/** Whose history is read. */
export interface HistoryQuery {
  /** Name of the log group; undefined where nothing is kept. */
  readonly group: string | undefined;
  /** Name of the only queue that is wanted. @default all of the log group */
  readonly queue?: string;
  /** Queues whose jobs AWS Batch is asked for. */
  readonly listed: readonly ListedQueue[];
  /** Submitted then or later; milliseconds since 1970. */
  readonly after: number;
  /** Submitted before. @default now */
  readonly before?: number;
  readonly team?: string;
  readonly share?: string;
  /** The team of a share of a queue, for jobs without a tag that names one. */
  readonly teamOf: (queue: string, share: string) => string | undefined;
}

export interface HistoryProgress {
  /** Time of the log up to which all is read; milliseconds since 1970. */
  readonly until: number;
  readonly events: number;
  /** Jobs that are complete. */
  readonly jobs: number;
}

export interface HistoryOptions {
  /** Absolute path of the folder of this query: what is read is there until all is. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: HistoryProgress) => void;
  /** Each job, those that have ended in the order in which they did. */
  readonly onRecord: (record: JobRecord) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface History {
  readonly summary: readonly ShareSummary[];
  readonly jobs: number;
  /** Events of the log that were read. */
  readonly events: number;
  /** Time of the first event; undefined without any. */
  readonly first?: number;
  /** Jobs that AWS Batch does not know any more, and whose end no event tells. */
  readonly unfinished: number;
  /** Whether the log group is there. */
  readonly isKept: boolean;
}

/** Milliseconds after which a reading that dies goes on from where it is now. */
const MARK_EVERY = 5000;
/** Of the time at most one part in so many goes into that: of very many jobs at once there is much to write. */
const MARK_PAUSE = 20;

/**
 * Reads what is remembered of jobs, from the log group and from what AWS Batch has not forgotten. What is in memory are the jobs
 * that have not ended; all others are on disk. A reading that was broken off goes on.
 *
 * @throws HistoryInterruptedError, AwsCallError
 */
export async function readHistory(
  clients: { readonly batch: BatchClient; readonly logs: LogsClient },
  query: HistoryQuery,
  options: HistoryOptions,
): Promise<History> {
  // Before the log: what ends meanwhile the log tells.
  const asked = options.now();
  const open = new Map<string, Course | undefined>();
  for (const queue of query.listed) {
    for await (const { job, course } of openJobs(clients.batch, queue)) open.set(job, course);
  }
  const spool = new Spool(options.folder);
  try {
    const read = await readLog(clients.logs, query, options, spool);
    const told = await tell(clients.batch, { query, options, spool, asked, open }, read);
    spool.remove();
    return told;
  } catch (error) {
    spool.close();
    throw error;
  }
}

interface ReadLog {
  readonly courses: Courses;
  readonly first: number | undefined;
  readonly events: number;
  readonly isKept: boolean;
}

/** Reads the log to its end; the jobs that are complete are in the spool then. */
async function readLog(logs: LogsClient, query: HistoryQuery, options: HistoryOptions, spool: Spool): Promise<ReadLog> {
  const { signal, now, onProgress } = options;
  const { begun } = spool;
  const courses = new Courses(begun?.open);
  let { until, first, events, complete } = begun ?? { until: query.after, first: undefined, events: 0, complete: 0 };
  if (query.group === undefined) return { courses, first, events, isKept: false };
  let isKept = true;
  let nextMark = now() + MARK_EVERY;
  const mark = () => {
    const begin = now();
    spool.mark({ until, ...(first === undefined ? {} : { first }), events, complete, open: courses.rest() });
    nextMark = now() + Math.max(MARK_EVERY, MARK_PAUSE * (now() - begin));
  };
  const interrupted = () => {
    mark();
    return new HistoryInterruptedError(until);
  };
  try {
    for await (const page of logPages(logs, query.group, until, query.queue, signal)) {
      for (const { message = "" } of page.events) courses.take(message);
      events += page.events.length;
      first ??= page.events[0]?.timestamp;
      isKept = page.isThere;
      until = page.until ?? until;
      const done = courses.complete(until);
      complete += done.length;
      spool.add(done);
      onProgress({ until, events, jobs: complete });
      if (signal.aborted) throw interrupted();
      if (now() >= nextMark) mark();
    }
  } catch (error) {
    if (error instanceof HistoryInterruptedError) throw error;
    // What is read stays read, whatever went wrong.
    if (signal.aborted) throw interrupted();
    mark();
    throw error;
  }
  // Should AWS Batch not answer what follows, the log is not read again.
  mark();
  return { courses, first, events, isKept };
}

interface Telling {
  readonly query: HistoryQuery;
  readonly options: HistoryOptions;
  readonly spool: Spool;
  /** When the jobs were listed that had not ended. */
  readonly asked: number;
  readonly open: ReadonlyMap<string, Course | undefined>;
}

/** Tells of all jobs, each once. */
async function tell(
  batch: BatchClient,
  telling: Telling,
  { courses, first, events, isKept }: ReadLog,
): Promise<History> {
  const { query, options, spool, asked, open } = telling;
  const summary = new Summary();
  let jobs = 0;
  /** Jobs of the log that were submitted before it began, and so may be listed, too. */
  const early = new Set<string>();
  const now = options.now();
  const put = (course: Course) => {
    if (first !== undefined && course.submitted <= first) early.add(course.job);
    const record = recordOf(course, now, query.teamOf);
    if (!isWanted(record, query)) return;
    jobs += 1;
    summary.add(record);
    options.onRecord(record);
  };
  for (const course of spool.read()) put(course);
  let unfinished = 0;
  const seen = new Set<string>();
  for (const course of courses.rest()) {
    seen.add(course.job);
    // AWS Batch lists an array, not its jobs: `<id of the array>:<index>`.
    const isLive = open.has(course.job) || open.has(course.job.split(":")[0] ?? "");
    const isGone = !hasEnded(course.status) && !isLive && course.submitted < asked;
    if (isGone) unfinished += 1;
    else put(course);
  }
  for (const [job, course] of open) if (course !== undefined && !seen.has(job)) put(course);
  for (const queue of query.listed) {
    for await (const course of endedJobs(batch, queue, Math.min(first ?? asked, query.before ?? asked))) {
      if (!early.has(course.job) && !seen.has(course.job) && !open.has(course.job)) put(course);
    }
  }
  return { summary: summary.shares(), jobs, events, ...(first === undefined ? {} : { first }), unfinished, isKept };
}

function isWanted(record: JobRecord, { after, before = Infinity, team, share }: HistoryQuery): boolean {
  const { submitted } = record;
  return (
    submitted >= after &&
    submitted < before &&
    (team === undefined || record.team === team) &&
    (share === undefined || record.share === share)
  );
}
