import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { HistoryError } from "./errors";
import type { HistoryJob, ReadNotes } from "./job";
import type { JobLog } from "./job-log";
import { LogWriter } from "./log-writer";
import { type HistorySource, readHistory } from "./open";

/** A history that is ready to be replayed. */
export interface History extends ReadNotes {
  readonly log: JobLog;
  /** Removes its files. */
  remove(): void;
}

/**
 * Reads a history into a log in the temporary folder of the system.
 *
 * @param onJobs is told from time to time how many jobs were read
 * @throws HistoryError, ConfigError
 */
export async function openHistory(
  source: HistorySource,
  onJobs: (count: number) => void = () => undefined,
): Promise<History> {
  const folder = mkdtempSync(join(tmpdir(), "dapf-plan-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const writer = new LogWriter(folder);
    let count = 0;
    const { queue, share, team, result } = source.only ?? {};
    let others = 0;
    const sink = (job: HistoryJob) => {
      const counts =
        isIn(queue, job.queue) && isIn(share, job.share) && isIn(team, job.team) && isIn(result, job.result ?? "");
      if (counts) writer.add(job);
      else others += 1;
      count += 1;
      if (count % NEWS === 0) onJobs(count);
    };
    const notes = await readHistory(source, resolve(source.folder, source.file), sink);
    const log = writer.close();
    if (log.count === 0) throw new HistoryError(source.file, "there are no jobs that could be replayed", 1, "1");
    const leftOut = { ...notes.leftOut, ...(others === 0 ? {} : { "not asked for": others }) };
    return { log, ...notes, leftOut, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function isIn(wanted: ReadonlySet<string> | undefined, value: string): boolean {
  return wanted === undefined || wanted.has(value);
}

/** Jobs between two pieces of news. */
const NEWS = 65_536;
