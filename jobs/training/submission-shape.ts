/** What a file says of a job to submit: the fields of SubmitServiceJob, and on which jobs it depends. */
import type { SubmitServiceJobRequest } from "@aws-sdk/client-batch";
import { z } from "zod";
import { QUOTAS } from "../../aws/batch/limits";
import { serviceSubmission } from "../../aws/batch/requests/service-job";
import type { Checked } from "../../aws/fields/field";
import { fileShape } from "../../aws/fields/shape";
import { scalarText } from "../../config/scalars";
import { ownTags } from "../../config/job-files/own-tags";

// https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitServiceJob.html
export const SUBMISSION_SOURCE = "https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitServiceJob.html";

export type Submission = Omit<
  Checked<SubmitServiceJobRequest>,
  "jobQueue" | "serviceJobType" | "serviceRequestPayload" | "clientToken"
> & {
  /** A name or an ARN. */
  readonly jobQueue?: string;
  readonly serviceJobType?: "SAGEMAKER_TRAINING";
  /** An object, its JSON text, or the path of a file that has it. */
  readonly serviceRequestPayload: string | Record<string, unknown>;
  readonly dependsOn?: z.output<typeof dependsOn>;
};

const payload = z.union([z.string().min(1), z.record(z.string(), z.unknown())], {
  error: "must be a CreateTrainingJob request, or the path of a file with one",
});

const clientToken = z.never({ error: "must be left out: dapf sets it, so that no job is submitted twice" }).optional();

const dependsOn = z
  .array(z.strictObject({ jobId: z.string(), type: z.enum(["SEQUENTIAL"]).optional() }))
  .max(QUOTAS.dependencies)
  .describe("Jobs that have to succeed before: the id of a job, or ${name} of one of the file.");

const shape = fileShape(serviceSubmission, {
  text: scalarText,
  replaced: { serviceRequestPayload: payload, tags: ownTags, clientToken },
  added: { dependsOn },
  optional: ["jobQueue", "serviceJobType"],
});

// Cast: as the options say.
export const submissionShape = shape as z.ZodType<unknown> as z.ZodType<Submission>;

export const workflowShape = z.strictObject({ jobs: z.array(submissionShape).min(1) });
