import type { ContainerOverrides, SubmitJobRequest } from "@aws-sdk/client-batch";
import { z } from "zod";
import { submission } from "../../../aws/batch/requests/container-job";
import type { Checked } from "../../../aws/fields/field";
import { fileShape } from "../../../aws/fields/shape";
import { jobFileOptions, type Sized } from "../../../config/containers/resources";

/** What a file says of a job to submit: a SubmitJob request. */
export type Submission = Omit<Checked<SubmitJobRequest>, "containerOverrides"> & {
  readonly containerOverrides?: Sized<Checked<ContainerOverrides>>;
};

// Cast: the sizes of the container are texts.
export const submissionShape = fileShape(submission, jobFileOptions("containerOverrides")).describe(
  "the job",
) as z.ZodType<unknown> as z.ZodType<Submission>;

export const submissionsShape = z.strictObject({ jobs: z.array(submissionShape).min(1) });
