/** CancelJob and TerminateJob, and what becomes of the jobs of a queue that is deleted. */
import type { TerminateJobRequest } from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import type { Call } from "../../plumbing/operation";
import { requireEnding } from "../../rules/ending";
import type { Job } from "./job";
import { openJobsOf } from "./array-job";
import { isPlaced } from "./job";
import { end } from "./lifecycle";

type EndJob = Checked<TerminateJobRequest>;

/**
 * CancelJob: jobs that have progressed to STARTING or RUNNING "aren't canceled. However, the API operation still
 * succeeds"; "When you try to cancel an array parent job in PENDING, Batch attempts to cancel all child jobs."
 */
export function cancelJob(call: Call, input: EndJob): Record<string, never> {
  const job = known(call, input);
  if (job === undefined) return {};
  const waiting = openJobsOf(job).filter((one) => !isPlaced(one));
  if (waiting.length === 0) return {};
  note(job, input.reason, "isCancelled");
  for (const one of waiting) one.isCancelled = true;
  end(call, waiting, input.reason);
  return {};
}

/**
 * TerminateJob: "Jobs that are in the STARTING or RUNNING state are terminated ... others are cancelled". Array jobs: "If
 * you cancel or terminate a parent array job, all of the child jobs are cancelled or terminated with it."
 */
export function terminateJob(call: Call, input: EndJob): Record<string, never> {
  const job = known(call, input);
  if (job === undefined) return {};
  const open = openJobsOf(job);
  if (open.length === 0) return {};
  note(job, input.reason, "isTerminated");
  for (const one of open) one[isPlaced(one) ? "isTerminated" : "isCancelled"] = true;
  end(call, open, input.reason);
  return {};
}

/** DeleteJobQueue: "All jobs in the queue are eventually terminated when you delete a job queue." */
export function endJobsOf(call: Call, queueArn: string): void {
  const open = call.state.jobs.ofQueue(queueArn).flatMap(openJobsOf);
  for (const job of open) job.isTerminated = true;
  end(call, open, "Job queue deleted");
}

/** What becomes of the parent of an array is seen when its children have ended. */
function note(job: Job, reason: string, flag: "isCancelled" | "isTerminated"): void {
  if (job.array?.kind !== "parent") return;
  job[flag] = true;
  job.array.endReason = reason;
}

/** CancelJobs and TerminateJobs: "Jobs that can't be found are treated as successfully processed." */
function known({ state }: Call, { jobId, reason }: EndJob): Job | undefined {
  requireEnding(jobId, reason);
  return state.jobs.get(jobId);
}
