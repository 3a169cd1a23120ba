import type { ServiceJobStatus } from "@aws-sdk/client-batch";
import type { BatchClient } from "../../aws/services";
import { describeServiceJob } from "./service-jobs";

export interface TerminatedJob {
  readonly id: string;
  /** Before the call; undefined when AWS Batch does not know the job. */
  readonly status: ServiceJobStatus | undefined;
  readonly outcome: "terminated" | "over" | "unknown";
}

/**
 * Ends training jobs. Each is looked at first: of a job that it does not know, AWS Batch says the same as of one that it ends
 * (API Reference, TerminateServiceJobs).
 *
 * @throws AwsCallError
 */
export async function terminateJobs(batch: BatchClient, ids: readonly string[], reason: string) {
  const jobs: TerminatedJob[] = [];
  for (const id of ids) {
    const { status } = (await describeServiceJob(batch, id)) ?? {};
    const isOver = status === "SUCCEEDED" || status === "FAILED";
    if (status !== undefined && !isOver) await batch.call("TerminateServiceJob", { jobId: id, reason });
    jobs.push({ id, status, outcome: status === undefined ? "unknown" : isOver ? "over" : "terminated" });
  }
  return jobs;
}
