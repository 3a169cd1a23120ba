import type { ExampleStep } from "../../jobs/runs/example/prepare";
import type { StateVisit } from "../../jobs/runs/history";
import type { JobCounts, RunFailure, RunView } from "../../jobs/runs/watch-run";
import type { RunSummary } from "../../jobs/runs/find-run";
import { amount, duration, type Style } from "./style";

/**
 * @param runEndedAt when the run ended, which a state that it ended in has no leaving for; undefined while it runs
 * @param now milliseconds since the epoch
 */
export function stateLine(visit: StateVisit, runEndedAt: Date | undefined, now: number, style: Style): string {
  const { name, enteredAt, leftAt, failure, glueRun } = visit;
  const end = leftAt ?? runEndedAt;
  const seconds = Math.max(0, (end?.getTime() ?? now) - enteredAt.getTime()) / 1000;
  const isFailed = failure !== undefined || (leftAt === undefined && end !== undefined && name !== "Succeeded");
  const mark = isFailed ? style.red("✗") : end === undefined ? style.cyan("…") : style.green("✓");
  const glue = glueRun === undefined ? "" : `  ${glueRun.job}${glueRun.id === undefined ? "" : ` ${glueRun.id}`}`;
  return `${mark} ${name.padEnd(26)}${duration(seconds).padStart(12)}${style.dim(glue)}`;
}

/** @returns `9 jobs: 2 RUNNING, 7 SUCCEEDED`; nothing without jobs */
export function jobsText(jobs: JobCounts): string {
  const entries = Object.entries(jobs).sort(([a], [b]) => a.localeCompare(b));
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return "";
  return `${amount(total, "Batch job")}: ${entries.map(([status, count]) => `${count} ${status}`).join(", ")}`;
}

/** A whole run. @param now milliseconds since the epoch */
export function runLines(view: RunView, now: number, style: Style): string[] {
  const jobs = jobsText(view.jobs);
  const states = view.states.map((visit) => stateLine(visit, view.endedAt, now, style));
  return [...states, ...(jobs === "" ? [] : [`  ${jobs}`]), statusLine(view, now, style)];
}

/** @param now milliseconds since the epoch */
export function statusLine({ name, status, startedAt, endedAt }: RunView, now: number, style: Style): string {
  const colour = status === "SUCCEEDED" ? style.green : status === "RUNNING" ? style.cyan : style.red;
  const seconds = ((endedAt?.getTime() ?? now) - startedAt.getTime()) / 1000;
  return `${name} ${style.bold(colour(status))} ${style.dim(`after ${duration(Math.max(0, seconds))}`)}`;
}

export function failureLines({ state, error, cause, log, jobs }: RunFailure, style: Style): string[] {
  const where = state === undefined ? "" : ` in ${style.bold(state)}`;
  return [
    `${style.red("Failed")}${where}: ${error}`,
    ...(cause === "" ? [] : indented(cause.split("\n"))),
    ...logLines("The last lines of its log:", log, style),
    ...jobs.flatMap(({ name, reason, lines }) => [
      `${style.red("Failed")} Batch job ${style.bold(name)}: ${reason}`,
      ...logLines("The last lines of its log:", lines, style),
    ]),
  ];
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

function logLines(head: string, lines: readonly string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.dim(head), ...indented(lines)];
}

/** @param now milliseconds since the epoch */
export function runTable(runs: readonly RunSummary[], now: number, style: Style): string[] {
  const width = Math.max(14, ...runs.map(({ name }) => name.length));
  return runs.map(({ context, name, status, startedAt, endedAt }) => {
    const seconds = ((endedAt?.getTime() ?? now) - startedAt.getTime()) / 1000;
    const colour = status === "SUCCEEDED" ? style.green : status === "RUNNING" ? style.cyan : style.red;
    const began = startedAt.toISOString().slice(0, 19).replace("T", " ");
    return `${context.padEnd(12)} ${name.padEnd(width)} ${colour(status.padEnd(10))} ${began}  ${duration(Math.max(0, seconds))}`;
  });
}

export function exampleLine(step: ExampleStep): string {
  switch (step.type) {
    case "deliveries":
      return `Example data: ${amount(step.count, "file")} delivered for ${step.date}`;
    case "etl-job":
      return `Example data: ${step.job} has ended`;
    case "job-definition":
      return `Live job definition, as nobody had set one: ${step.arn}`;
    case "approval":
      return `Model approved, as none was: ${step.modelPackageArn}`;
  }
}
