/** A service job as the API shows it. */
import type {
  DescribeServiceJobResponse,
  LatestServiceJobAttempt,
  ServiceJobCapacityUsageDetail,
} from "@aws-sdk/client-batch";
import type { Amounts } from "../../../../scheduling";
import type { ServiceJob } from "./service-job";

/** The model calls `startedAt` required, but a job that has not begun has none. */
export type ServiceJobDetail = Omit<DescribeServiceJobResponse, "startedAt" | "$metadata"> & {
  readonly startedAt: number | undefined;
};

/** What everybody may see who hears of the job. */
export function shownOf(job: ServiceJob): Omit<ServiceJobDetail, "serviceRequestPayload" | "tags"> {
  return {
    jobArn: job.arn,
    jobId: job.id,
    jobName: job.name,
    jobQueue: job.queueArn,
    serviceJobType: "SAGEMAKER_TRAINING",
    status: job.status,
    statusReason: job.statusReason,
    shareIdentifier: job.shareIdentifier,
    quotaShareName: job.quotaShareName,
    schedulingPriority: job.schedulingPriority,
    createdAt: job.createdAt,
    scheduledAt: job.scheduledAt,
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    isTerminated: job.isTerminated,
    attempts: job.attempts.map(({ serviceResourceId, startedAt, stoppedAt, statusReason }) => {
      return { serviceResourceId, startedAt, stoppedAt, statusReason };
    }),
    latestAttempt: latestAttemptOf(job),
    capacityUsage: usageOf(job.demand),
    retryStrategy: job.retryStrategy,
    timeoutConfig: job.timeout,
    preemptionConfiguration: job.preemption,
    preemptionSummary:
      job.preemptions === 0
        ? undefined
        : { preemptedAttemptCount: job.preemptions, recentPreemptedAttempts: job.preempted },
  };
}

export function latestAttemptOf({ training }: ServiceJob): LatestServiceJobAttempt | undefined {
  return training && { serviceResourceId: { name: "TrainingJobArn", value: training.arn } };
}

/** Instances by their unit, as the API shows them; nothing for none. */
export function usageOf(amounts: Amounts): ServiceJobCapacityUsageDetail[] {
  return Object.entries(amounts).flatMap(([capacityUnit, quantity]) =>
    quantity === 0 ? [] : [{ capacityUnit, quantity }],
  );
}
