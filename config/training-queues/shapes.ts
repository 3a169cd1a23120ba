import type {
  CreateJobQueueRequest,
  CreateQuotaShareRequest,
  CreateSchedulingPolicyRequest,
  CreateServiceEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { jobQueue } from "../../aws/batch/requests/job-queue";
import { quotaShare } from "../../aws/batch/requests/quota-share";
import { schedulingPolicy } from "../../aws/batch/requests/scheduling-policy";
import { serviceEnvironment } from "../../aws/batch/requests/service-environment";
import type { Checked } from "../../aws/fields/field";
import { type FileOptions, fileShape } from "../../aws/fields/shape";
import { scalarText } from "../scalars";
import type { GroupName } from "./convention";

export type ServiceEnvironmentRequest = Checked<Omit<CreateServiceEnvironmentRequest, "capacityLimits">> & {
  readonly capacityLimits: { readonly maxCapacity: number; readonly capacityUnit: string }[];
};
export type SchedulingPolicyRequest = Checked<CreateSchedulingPolicyRequest>;
export type JobQueueRequest = Checked<CreateJobQueueRequest> &
  Required<Pick<Checked<CreateJobQueueRequest>, "serviceEnvironmentOrder">>;
export type QuotaShareRequest = Checked<CreateQuotaShareRequest>;

/** A request of each group once it is known to be complete. */
export interface CompleteRequests {
  readonly ServiceEnvs: ServiceEnvironmentRequest;
  readonly SchedulingPolicies: SchedulingPolicyRequest;
  readonly TrainingJobQueues: JobQueueRequest;
  readonly QuotaShares: QuotaShareRequest;
}

const jobQueueOptions: FileOptions = {
  replaced: {
    // Optional in the API; a queue of another type has no place in this file, so that leaving it out is unambiguous.
    jobQueueType: z.enum(["SAGEMAKER_TRAINING"]),
    computeEnvironmentOrder: z.never({
      error: "has no place in a queue of type SAGEMAKER_TRAINING, which runs in a service environment",
    }),
    // Training queues refuse CANCEL ("Invalid job action. Valid job actions: [TERMINATE]").
    "jobStateTimeLimitActions.action": z.enum(["TERMINATE"]),
    "jobStateTimeLimitActions.reason": z.enum([
      "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
      "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED",
      "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    ]),
  },
  needed: ["serviceEnvironmentOrder"],
};

type Shapes = { readonly [G in GroupName]: z.ZodType<CompleteRequests[G]> };

/** @param ranges whether lengths, ranges and patterns of the API are checked, too */
export function requestShapes(ranges: boolean): Shapes {
  const options = { ranges, text: scalarText };
  const jobQueues = fileShape(jobQueue, { ...options, ...jobQueueOptions });
  return {
    ServiceEnvs: fileShape(serviceEnvironment, options) as z.ZodType<ServiceEnvironmentRequest>, // Cast: limits are whole.
    SchedulingPolicies: fileShape(schedulingPolicy, options),
    TrainingJobQueues: jobQueues as z.ZodType<JobQueueRequest>, // Cast: serviceEnvironmentOrder is needed.
    QuotaShares: fileShape(quotaShare, options),
  };
}

/** Ranges, patterns and everything that takes more than one value is in `rules/`, each with its source. */
export const SHAPES = requestShapes(false);

/** The API operation that states the shape of each group. */
export const SHAPE_SOURCES: Readonly<Record<GroupName, string>> = {
  ServiceEnvs: "AWS Batch API, CreateServiceEnvironment",
  SchedulingPolicies: "AWS Batch API, CreateSchedulingPolicy",
  TrainingJobQueues: "AWS Batch API, CreateJobQueue",
  QuotaShares: "AWS Batch API, CreateQuotaShare",
};
