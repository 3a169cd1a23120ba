/** What EventBridge hears of container jobs. Source: AWS Batch User Guide, batch_job_events and batch-job-queue-blocked-events. */
import type { ContainerJobEvent } from "../../plumbing/batch-event";
import { detailOf } from "./describe-jobs";
import type { Job } from "./job";

/** A job has another state than before: "Events aren't created for the initial job submission." */
export function stateEvent(job: Job, at: number): ContainerJobEvent {
  return { detailType: "Batch Job State Change", at, resources: [job.arn], detail: detailOf(job) };
}

/** A job at the head of its queue is stuck. */
export function blockedEvent(job: Job, at: number): ContainerJobEvent {
  return { detailType: "Batch Job Queue Blocked", at, resources: [job.arn, job.queueArn], detail: detailOf(job) };
}
