import * as fs from "node:fs";
import type { WatchedJob } from "../jobs/engine/monitor";
import { isJobId, readIds } from "../jobs/container/submissions/ids-file";
import { readUserFile } from "./user-file";
import { UsageError } from "./usage-error";

const EXAMPLE_ID = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";

/**
 * The jobs that words of a command line mean: ids, and files of ids as `dapf submit --output` writes them.
 *
 * @throws UsageError for a word that is neither, ConfigError for a file that has no ids
 */
export function jobsOf(words: readonly string[]): WatchedJob[] {
  const jobs = words.flatMap((word): WatchedJob[] => {
    if (isJobId(word)) return [{ id: word }];
    if (fs.existsSync(word)) return readIds(word, readUserFile(word));
    throw new UsageError(`${word} does not exist, and is not the id of a job (like ${EXAMPLE_ID})`);
  });
  return [...new Map(jobs.map((job) => [job.id, job])).values()];
}
