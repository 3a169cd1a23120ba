import type {
  CreateJobQueueRequest,
  CreateQuotaShareRequest,
  CreateSchedulingPolicyRequest,
  CreateServiceEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import type { GroupName } from "./convention";

/**
 * The kinds of values in the requests, and which of them are required; ranges, patterns and everything that takes more
 * than one value is in `rules/`, each with its source. `satisfies` keeps the fields those of the AWS SDK.
 */
type FieldsOf<Request> = Record<keyof Request, z.ZodType>;

const name = z.string();
const state = z.enum(["ENABLED", "DISABLED"]).optional();
const tags = z.record(z.string(), z.string()).optional();

const serviceEnvironment = z.strictObject({
  serviceEnvironmentName: name,
  serviceEnvironmentType: z.enum(["SAGEMAKER_TRAINING"]),
  state,
  // The API has both fields optional; a limit without a unit or an amount says nothing.
  capacityLimits: z.array(z.strictObject({ maxCapacity: z.number(), capacityUnit: z.string() })),
  tags,
} satisfies FieldsOf<CreateServiceEnvironmentRequest>) satisfies z.ZodType<CreateServiceEnvironmentRequest>;

const schedulingPolicy = z.strictObject({
  name,
  quotaSharePolicy: z.strictObject({ idleResourceAssignmentStrategy: z.enum(["FIFO"]) }).optional(),
  fairsharePolicy: z
    .strictObject({
      shareDecaySeconds: z.number().optional(),
      computeReservation: z.number().optional(),
      shareDistribution: z
        .array(z.strictObject({ shareIdentifier: z.string(), weightFactor: z.number().optional() }))
        .optional(),
    })
    .optional(),
  tags,
} satisfies FieldsOf<CreateSchedulingPolicyRequest>) satisfies z.ZodType<CreateSchedulingPolicyRequest>;

const jobQueue = z.strictObject({
  jobQueueName: name,
  // Optional in the API; a queue of another type has no place in this file, so that leaving it out is unambiguous.
  jobQueueType: z.enum(["SAGEMAKER_TRAINING"]).optional(),
  state,
  priority: z.number(),
  schedulingPolicyArn: z.string().optional(),
  serviceEnvironmentOrder: z.array(z.strictObject({ order: z.number(), serviceEnvironment: z.string() })),
  computeEnvironmentOrder: z
    .never({ error: "has no place in a queue of type SAGEMAKER_TRAINING, which runs in a service environment" })
    .optional(),
  jobStateTimeLimitActions: z
    .array(
      z.strictObject({
        // AWS Batch API: RUNNABLE is the only state. CANCEL is left out because training queues refuse it
        // ("Invalid job action. Valid job actions: [TERMINATE]").
        state: z.enum(["RUNNABLE"]),
        action: z.enum(["TERMINATE"]),
        maxTimeSeconds: z.number(),
        reason: z.enum([
          "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
          "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED",
          "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
        ]),
      }),
    )
    .optional(),
  tags,
} satisfies FieldsOf<CreateJobQueueRequest>) satisfies z.ZodType<CreateJobQueueRequest>;

const quotaShare = z.strictObject({
  quotaShareName: name,
  jobQueue: z.string(),
  capacityLimits: z.array(z.strictObject({ maxCapacity: z.number(), capacityUnit: z.string() })),
  resourceSharingConfiguration: z.strictObject({
    strategy: z.enum(["RESERVE", "LEND", "LEND_AND_BORROW"]),
    borrowLimit: z.number().optional(),
  }),
  preemptionConfiguration: z.strictObject({ inSharePreemption: z.enum(["ENABLED", "DISABLED"]) }),
  state,
  tags,
} satisfies FieldsOf<CreateQuotaShareRequest>) satisfies z.ZodType<CreateQuotaShareRequest>;

export type ServiceEnvironmentRequest = z.output<typeof serviceEnvironment>;
export type SchedulingPolicyRequest = z.output<typeof schedulingPolicy>;
export type JobQueueRequest = z.output<typeof jobQueue>;
export type QuotaShareRequest = z.output<typeof quotaShare>;

/** A request of each group once it is known to be complete. */
export interface CompleteRequests {
  readonly ServiceEnvs: ServiceEnvironmentRequest;
  readonly SchedulingPolicies: SchedulingPolicyRequest;
  readonly TrainingJobQueues: JobQueueRequest;
  readonly QuotaShares: QuotaShareRequest;
}

export const SHAPES: { readonly [G in GroupName]: z.ZodType<CompleteRequests[G]> } = {
  ServiceEnvs: serviceEnvironment,
  SchedulingPolicies: schedulingPolicy,
  TrainingJobQueues: jobQueue,
  QuotaShares: quotaShare,
};

/** The API operation that states the shape of each group. */
export const SHAPE_SOURCES: Readonly<Record<GroupName, string>> = {
  ServiceEnvs: "AWS Batch API, CreateServiceEnvironment",
  SchedulingPolicies: "AWS Batch API, CreateSchedulingPolicy",
  TrainingJobQueues: "AWS Batch API, CreateJobQueue",
  QuotaShares: "AWS Batch API, CreateQuotaShare",
};
