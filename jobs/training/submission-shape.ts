/** What a file says of a job to submit: the fields of SubmitServiceJob, and on which jobs it depends. */
import type { SubmitServiceJobRequest } from "@aws-sdk/client-batch";
import { z } from "zod";
import { NAME_PATTERN } from "../../aws/batch/arns";

// https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitServiceJob.html
export const SUBMISSION_SOURCE = "https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitServiceJob.html";

const NAME_RULE = "must have 1 to 128 letters, digits, _ and -";
const name = z.string().regex(NAME_PATTERN, { error: NAME_RULE });

export const priority = z.int().min(0).max(9999);

const retryRule = z.strictObject({
  action: z.enum(["RETRY", "EXIT"]),
  onStatusReason: z.string().min(1).max(512).optional(),
});

const fields = {
  jobName: name,
  /** A name or an ARN. */
  jobQueue: z.string().min(1).optional(),
  serviceJobType: z.enum(["SAGEMAKER_TRAINING"]).optional(),
  /** An object, its JSON text, or the path of a file that has it. */
  serviceRequestPayload: z.union([z.string().min(1), z.record(z.string(), z.unknown())], {
    error: "must be a CreateTrainingJob request, or the path of a file with one",
  }),
  shareIdentifier: z.string().min(1).max(255).optional(),
  quotaShareName: name.optional(),
  schedulingPriority: priority.optional(),
  retryStrategy: z
    .strictObject({ attempts: z.int().min(1).max(10), evaluateOnExit: z.array(retryRule).max(5).optional() })
    .optional(),
  timeoutConfig: z.strictObject({ attemptDurationSeconds: z.int().min(1).optional() }).optional(),
  preemptionConfiguration: z.strictObject({ preemptionRetriesBeforeTermination: z.int().min(0).optional() }).optional(),
  // AWS: at most 50 tags; one is dapf's.
  tags: z
    .record(z.string().min(1).max(128), z.string().max(256))
    .refine((map) => Object.keys(map).length < 50, { error: "must have at most 49 entries: dapf adds one" })
    .optional(),
} satisfies Record<Exclude<keyof SubmitServiceJobRequest, "clientToken">, z.ZodType>;

const dependsOn = z
  .array(z.strictObject({ jobId: z.string().min(1), type: z.enum(["SEQUENTIAL"]).optional() }))
  .max(20)
  .optional();

export const submissionShape = z.strictObject({ ...fields, dependsOn });
export type Submission = z.output<typeof submissionShape>;

export const workflowShape = z.strictObject({ jobs: z.array(submissionShape).min(1) });
