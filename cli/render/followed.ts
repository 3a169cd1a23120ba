import type { JobState } from "../../jobs/follow";
import { amount, type Style } from "./style";

/** @returns one line for a change of a job. */
export function changeLine({ name, status, reason, exitCode }: JobState, style: Style): string {
  const shown = status === "SUCCEEDED" ? style.green(status) : isBad(status) ? style.red(status) : status;
  if (!isBad(status)) return `${name}  ${shown}`;
  return `${name}  ${shown}${exitCode === undefined ? "" : `  exit code ${exitCode}`}${reason === undefined ? "" : `  ${reason}`}`;
}

/** @returns what came of the jobs; those that failed with reason and log stream. */
export function summaryLines(states: readonly JobState[], style: Style): string[] {
  const failed = states.filter(({ status }) => isBad(status));
  if (failed.length === 0) return [`${amount(states.length, "job")} succeeded`];
  return [
    `${failed.length} of ${amount(states.length, "job")} failed:`,
    ...failed.map((state) => {
      const logs = state.logStream === undefined ? "" : `  (log stream ${state.logStream})`;
      return `  ${changeLine(state, style)}${logs}`;
    }),
  ];
}

export const isBad = (status: string): boolean => status === "FAILED" || status === "VANISHED";
