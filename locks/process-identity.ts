/** Tells whether a process is still the one it was, though pids are used again. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isCode } from "./is-code";

/**
 * The start time of a process in a form that only equality is good for, or undefined when there is no such process.
 *
 * Linux: field 22 of /proc/<pid>/stat (clock ticks since boot; proc(5)). Elsewhere: what `ps` prints, in one time zone and
 * language, because others may look who have set theirs differently, or after the clocks have changed.
 */
export function processStart(pid: number): string | undefined {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    // Anything else, such as too many open files, says nothing about the process.
    if (isCode(error, "ENOENT") || isCode(error, "ESRCH")) return undefined;
    throw error;
  }
  // Field 2 is the command in parentheses and may hold spaces; field 3 (the state) follows the last parenthesis.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ended = fields[0] === "Z" || fields[0] === "X";
  return ended ? undefined : fields[22 - 3];
}

function fromPs(pid: number): string | undefined {
  try {
    const env = { ...process.env, TZ: "UTC0", LC_ALL: "C" };
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env }).trim();
    return text === "" ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Whether a process with that pid runs and started at that time. */
export function isSameProcess(pid: number, start: string): boolean {
  return processStart(pid) === start;
}
