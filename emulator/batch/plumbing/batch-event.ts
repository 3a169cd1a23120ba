/** What EventBridge hears of Batch. Source: AWS Batch User Guide, "AWS Batch events" and the pages below it. */
import type { JobDetail } from "@aws-sdk/client-batch";
import type { ServiceJobDetail } from "../jobs/service/service-job-detail";

interface Event<Type extends string, Detail> {
  readonly detailType: Type;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** ARNs of what it is about. */
  readonly resources: readonly string[];
  /** As the job is then: what happens to it later changes nothing of this. */
  readonly detail: Detail;
}

export type ContainerJobEvent = Event<"Batch Job State Change" | "Batch Job Queue Blocked", JobDetail>;

export type ServiceJobEvent = Event<
  "Batch Service Job State Change" | "Batch Service Job Queue Blocked",
  Omit<ServiceJobDetail, "tags" | "serviceRequestPayload">
>;

export type BatchEvent = ContainerJobEvent | ServiceJobEvent;
