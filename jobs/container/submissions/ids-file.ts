import { ConfigError, type ConfigProblem } from "../../../config/errors";
import { writeWhole } from "../../../locks";
import type { WatchedJob } from "../../engine/monitor";

/** @returns the text of an ids file: a line a job, name and id with a tab between them */
export function idsText(ids: ReadonlyMap<string, string>): string {
  return [...ids].map(([name, id]) => `${name}\t${id}\n`).join("");
}

/** Writes an ids file at once: it has all of the ids, or what it had before. @param bare without the names */
export function writeIdsFile(file: string, ids: ReadonlyMap<string, string>, bare = false): void {
  writeWhole(file, bare ? [...ids.values()].map((id) => `${id}\n`).join("") : idsText(ids));
}

// AWS Batch: a UUID; a job of an array has its index behind a colon, a node of a multi-node job behind a number sign.
const JOB_ID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?:[:#]\d+)?(?![\w-])/gi;

export function isJobId(text: string): boolean {
  return text.replace(JOB_ID, "") === "" && text !== "";
}

/**
 * Reads an ids file, also one that another script has written: name and id with a tab, blanks, a comma, a colon or an
 * equals sign between them, maybe in quotes; an id alone; blank lines and comments (`#`) between. A job that stands there
 * twice is read once.
 *
 * @param file path to name in errors
 * @throws ConfigError with every line that has not exactly one id, and for a file without any
 */
export function readIds(file: string, content: string): WatchedJob[] {
  const problems: ConfigProblem[] = [];
  const jobs = new Map<string, WatchedJob>();
  for (const [index, text] of content
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = text.trim();
    if (line === "" || line.startsWith("#")) continue;
    const ids = line.match(JOB_ID) ?? [];
    const [id] = ids;
    if (id === undefined || ids.length > 1) {
      const rule = id === undefined ? "the line has no job id" : `the line has ${ids.length} job ids`;
      const hint = "a line is a name, a tab and the id of a job";
      problems.push({ file, line: index + 1, path: "", rule, found: line, hint });
    } else if (!jobs.has(id)) jobs.set(id, { id, name: nameBefore(line.slice(0, line.indexOf(id))) });
  }
  if (problems.length > 0) throw new ConfigError(problems.slice(0, MOST_PROBLEMS));
  if (jobs.size === 0) throw new ConfigError([{ file, path: "", rule: "has no job ids" }]);
  return [...jobs.values()];
}

/** A file of another kind is wrong in each line; a few say it. */
const MOST_PROBLEMS = 5;

function nameBefore(text: string): string | undefined {
  const name = text.replace(/^["'\s]+|["'\s,:=]+$/g, "").trim();
  return name === "" ? undefined : name;
}
