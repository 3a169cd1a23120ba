/** UpdateServiceJob and TerminateServiceJob. */
import type { UpdateServiceJobResponse } from "@aws-sdk/client-batch";
import { z } from "zod";
import { ClientException } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import { requirePriority } from "../../rules/job-definition";
import { integerShape } from "../../plumbing/shapes";
import { existingJob } from "./describe-service-job";
import { tell, terminate } from "./lifecycle";
import { isOver } from "./service-job";

export const updateServiceJobShape = z.object({ jobId: z.string(), schedulingPriority: integerShape });

/** Counts at once (User Guide, preemption), though only in queues that look at priorities. */
export function updateServiceJob(call: Call, input: z.infer<typeof updateServiceJobShape>): UpdateServiceJobResponse {
  const job = existingJob(call, input.jobId);
  requirePriority(input.schedulingPriority);
  if (isOver(job)) throw new ClientException(`Service job ${job.id} cannot be updated, it is ${job.status}.`);
  job.schedulingPriority = input.schedulingPriority;
  if (job.status !== "SUBMITTED") {
    const priority = input.schedulingPriority;
    tell(call, job.environmentArn, { type: "updatePriority", at: call.now, jobId: job.id, priority });
  }
  return { jobArn: job.arn, jobName: job.name, jobId: job.id };
}

export const terminateServiceJobShape = z.object({ jobId: z.string(), reason: z.string() });

/** A job that has ended stays as it is, as with TerminateJob. */
export function terminateServiceJob(
  call: Call,
  input: z.infer<typeof terminateServiceJobShape>,
): Record<string, never> {
  const job = existingJob(call, input.jobId);
  if (!isOver(job)) terminate(call, job, input.reason);
  return {};
}
