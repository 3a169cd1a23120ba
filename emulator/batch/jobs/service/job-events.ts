/** What EventBridge hears of service jobs. Source: AWS Batch User Guide, service-job-events. */
import { shownOf, type ServiceJobDetail } from "./service-job-detail";
import type { ServiceJob } from "./service-job";

export interface JobEvent {
  readonly detailType: "Batch Service Job State Change" | "Batch Service Job Queue Blocked";
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly jobArn: string;
  readonly detail: Omit<ServiceJobDetail, "tags" | "serviceRequestPayload">;
}

/** A job has another state than before; of its submission nobody is told. */
export function stateEvent(job: ServiceJob, at: number): JobEvent {
  return { detailType: "Batch Service Job State Change", at, jobArn: job.arn, detail: shownOf(job) };
}

/** A job at a front is stuck. */
export function blockedEvent(job: ServiceJob, at: number): JobEvent {
  return { detailType: "Batch Service Job Queue Blocked", at, jobArn: job.arn, detail: shownOf(job) };
}
