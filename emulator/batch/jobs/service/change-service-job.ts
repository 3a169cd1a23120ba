/** UpdateServiceJob and TerminateServiceJob. */
import type {
  UpdateServiceJobResponse,
  TerminateServiceJobRequest,
  UpdateServiceJobRequest,
} from "@aws-sdk/client-batch";
import type { Checked } from "../../../../aws/fields/field";
import { ClientException } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import { requireEnding } from "../../rules/ending";
import { requirePriority } from "../../rules/job-definition";
import { existingJob, knownJob } from "./describe-service-job";
import { tell, terminate } from "./lifecycle";
import { isOver } from "./service-job";

/** Counts at once (User Guide, preemption), though only in queues that look at priorities. */
export function updateServiceJob(call: Call, input: Checked<UpdateServiceJobRequest>): UpdateServiceJobResponse {
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

/**
 * A job that has ended stays as it is, as with TerminateJob. TerminateServiceJobs, the "bulk version": "Service jobs that
 * can't be found are treated as successfully processed."
 */
export function terminateServiceJob(
  call: Call,
  { jobId, reason }: Checked<TerminateServiceJobRequest>,
): Record<string, never> {
  requireEnding(jobId, reason);
  const job = knownJob(call, jobId);
  if (job !== undefined && !isOver(job)) terminate(call, job, reason);
  return {};
}
