/** Runs of the pipeline: executions of an environment's state machines. */
export * from "./errors";
export type { RunSummary } from "./find-run";
export { findRun, listRuns, stopRuns } from "./find-run";
export type { StateVisit } from "./history";
export type { JobLog } from "./job-logs";
export type { RunContext } from "./run-input";
export { contexts, runDate } from "./run-input";
export type { RunServices } from "./services";
export { runServices } from "./services";
export type { RunRequest, StartedRun } from "./start-run";
export { readInputMap, startRun } from "./start-run";
export type { JobCounts, RunFailure, RunView } from "./watch-run";
export { failureOfRun, lookAtRun, watchRun } from "./watch-run";
