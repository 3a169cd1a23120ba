import type { JobQueueDetail } from "@aws-sdk/client-batch";
import type { PlannedContainerJob } from "../planned-job";
import { type Findings, SUBMIT_JOB } from "./findings";

/** Whether a job says of its share what its queue wants. A queue of container jobs with a policy schedules by fair share. */
export function checkShare({ path, request }: PlannedContainerJob, queue: JobQueueDetail, found: Findings): void {
  const { shareIdentifier, schedulingPriorityOverride: priority } = request;
  const { jobQueueName: name = request.jobQueue, schedulingPolicyArn } = queue;
  const isFair = schedulingPolicyArn !== undefined;
  if (isFair && shareIdentifier === undefined) {
    const rule = `must say whose share the job uses: queue ${name} has a fair-share policy`;
    found.problems.push({ path: [...path, "shareIdentifier"], rule, source: SUBMIT_JOB });
  }
  if (!isFair && shareIdentifier !== undefined) {
    const rule = `has no place in a job for queue ${name}, which has no fair-share policy`;
    found.problems.push({ path: [...path, "shareIdentifier"], rule, hint: "leave it out", source: SUBMIT_JOB });
  }
  if (!isFair && priority !== undefined) {
    const rule = `has no effect in queue ${name}, which has no fair-share policy`;
    found.warnings.push({ path: [...path, "schedulingPriorityOverride"], rule, source: SUBMIT_JOB });
  }
}

/** What becomes of jobs of a queue that is not well. */
export function checkHealth({ path, request }: PlannedContainerJob, queue: JobQueueDetail, found: Findings): void {
  if (queue.status !== "INVALID") return;
  const rule = `is INVALID (${queue.statusReason ?? "no reason given"}): jobs wait until it is put right`;
  found.warnings.push({ path: [...path, "jobQueue"], rule: `(${request.jobQueue}) ${rule}` });
}
