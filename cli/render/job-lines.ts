import { type ArrayCounts, isBad, type JobState } from "../../jobs/engine/monitor/job-state";
import { amount, oneLine, type Style } from "./style";

/** @returns one line for a change of a job */
export function changeLine(state: JobState, style: Style): string {
  const { name, status, exitCode, array } = state;
  const parts = [name, colourOf(status, style)(status)];
  if (isBad(state) && exitCode !== undefined) parts.push(`exit code ${exitCode}`);
  if (array !== undefined) parts.push(arrayText(array));
  const reason = reasonOf(state);
  return [...parts, ...(reason === "" ? [] : [reason])].join("  ");
}

/** @returns what came of the jobs; those that failed with reason and log stream */
export function summaryLines(states: readonly JobState[], style: Style): string[] {
  const failed = states.filter(isBad);
  const names = new Map(failed.map(({ id, name }) => [id, name]));
  if (failed.length === 0) return [`${amount(states.length, "job")} succeeded`];
  return [
    `${failed.length} of ${amount(states.length, "job")} failed:`,
    ...failed.map((state) => {
      const log = state.logs.at(-1);
      const culprits = state.needs.flatMap((id) => names.get(id) ?? []);
      const notes = [
        ...(culprits.length > 0 ? [`  (it depends on ${culprits.join(", ")})`] : []),
        ...(log === undefined ? [] : [`  (log stream ${log.stream})`]),
      ];
      return `  ${changeLine(state, style)}${notes.join("")}`;
    }),
  ];
}

/** @returns why a job failed or does not run; nothing of a job that goes its way */
export function reasonOf({ status, reason = "" }: Pick<JobState, "status" | "reason">): string {
  return status === "SUCCEEDED" || status === "RUNNING" ? "" : oneLine(reason);
}

/** @returns `70 of 100 done, 3 failed, 12 running` */
export function arrayText({ size, byStatus }: ArrayCounts): string {
  const { SUCCEEDED: succeeded = 0, FAILED: failed = 0, RUNNING: running = 0 } = byStatus;
  const more = [failed > 0 ? `, ${failed} failed` : "", running > 0 ? `, ${running} running` : ""];
  return `${succeeded + failed} of ${size} done${more.join("")}`;
}

export function colourOf(status: JobState["status"], style: Style): (text: string) => string {
  if (status === "SUCCEEDED") return style.green;
  if (isBad({ status })) return style.red;
  return status === "RUNNING" || status === "STARTING" ? style.cyan : (text) => text;
}
