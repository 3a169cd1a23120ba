/**
 * Runs the jobs of a file: each is submitted when those before it have succeeded. AWS Batch knows no dependencies of
 * service jobs, so that a workflow takes a process that lives as long; the journal lets another one go on.
 */
import { createHash } from "node:crypto";
import type { BatchClient } from "../../aws/services";
import { type SubmittedFile, runFile, type RunFileOptions, SubmitFailedError, type SubmitPace } from "../engine";
import { buildGraph } from "../engine/graph";
import { NotAnsweredError } from "./errors";
import { trainingJobs } from "./kind";
import { jobJson, type PlannedServiceJob } from "./planned-job";

export interface RunJobsOptions extends SubmitPace, RunFileOptions {
  readonly jobs: readonly PlannedServiceJob[];
  readonly batch: BatchClient;
  /** Where the jobs go: a Region, an endpoint. A run goes on there or not at all. */
  readonly target: string;
}

/**
 * @throws JournalError, AwsCallError, NotAnsweredError; then the same command goes on
 */
export async function runJobs(options: RunJobsOptions): Promise<SubmittedFile> {
  const { jobs, batch, target } = options;
  const digest = createHash("sha256")
    .update(JSON.stringify(jobs.map(jobJson)))
    .digest("hex");
  const source = { called: "what is submitted", digest };
  try {
    const kind = (begun: number) => trainingJobs(batch, begun, options);
    return await runFile({ ...options, graph: buildGraph(jobs), source, place: { "where to": target }, kind });
  } catch (error) {
    const [failure] = error instanceof SubmitFailedError ? error.failures : [];
    if (failure === undefined) throw error;
    throw failure.kind === "refused" ? failure.cause : new NotAnsweredError(failure.name, failure.reason);
  }
}
