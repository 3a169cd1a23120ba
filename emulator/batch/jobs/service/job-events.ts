/** What EventBridge hears of service jobs. Source: AWS Batch User Guide, service-job-events. */
import type { ServiceJobEvent } from "../../plumbing/batch-event";
import { shownOf } from "./service-job-detail";
import type { ServiceJob } from "./service-job";

/** A job has another state than before; of its submission nobody is told. */
export function stateEvent(job: ServiceJob, at: number): ServiceJobEvent {
  return { detailType: "Batch Service Job State Change", at, resources: [job.arn], detail: shownOf(job) };
}

/** A job at a front is stuck. */
export function blockedEvent(job: ServiceJob, at: number): ServiceJobEvent {
  return { detailType: "Batch Service Job Queue Blocked", at, resources: [job.arn], detail: shownOf(job) };
}
