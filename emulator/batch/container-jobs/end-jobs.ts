/** CancelJob and TerminateJob, and what becomes of the jobs of a queue that is deleted. */
import { z } from "zod";
import { ClientException, doesNotExist } from "../errors";
import type { Call } from "../operation";
import type { Job } from "./job";
import { isOver, isPlaced } from "./job";
import { end } from "./lifecycle";

export const endJobShape = z.object({ jobId: z.string(), reason: z.string() });

type EndJob = z.infer<typeof endJobShape>;

/** CancelJob: jobs that have progressed to STARTING or RUNNING "aren't canceled. However, the API operation still succeeds". */
export function cancelJob(call: Call, input: EndJob): Record<string, never> {
  const job = existing(call, input);
  if (isOver(job) || isPlaced(job)) return {};
  job.isCancelled = true;
  end(call, job, input.reason);
  return {};
}

/** TerminateJob: "Jobs that are in the STARTING or RUNNING state are terminated ... others are cancelled". */
export function terminateJob(call: Call, input: EndJob): Record<string, never> {
  const job = existing(call, input);
  if (isOver(job)) return {};
  if (isPlaced(job)) job.isTerminated = true;
  else job.isCancelled = true;
  end(call, job, input.reason);
  return {};
}

/** DeleteJobQueue: "All jobs in the queue are eventually terminated when you delete a job queue." */
export function endJobsOf(call: Call, queueArn: string): void {
  for (const job of call.state.jobs.ofQueue(queueArn).filter((one) => !isOver(one))) {
    job.isTerminated = true;
    end(call, job, "Job queue deleted");
  }
}

function existing({ state }: Call, { jobId, reason }: EndJob): Job {
  // CancelJob, TerminateJob: "This parameter has as limit of 1024 characters."
  if (reason.length > 1024) throw new ClientException("reason must have at most 1024 characters.");
  const job = state.jobs.get(jobId);
  if (job === undefined) throw doesNotExist(jobId);
  return job;
}
