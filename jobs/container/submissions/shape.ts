import { z } from "zod";
import {
  anyObjectShape as anyObject,
  commonShape,
  environmentShape,
  legacySizeShape,
  nameShape,
  priorityShape,
} from "../resources";

/** A SubmitJob request, as files have it. */
export const submissionShape = z.strictObject({
  jobName: nameShape,
  ...commonShape,
  jobQueue: z.string().min(1),
  jobDefinition: z.string().min(1),
  shareIdentifier: z
    .string()
    .regex(/^[\w-]{1,255}$/, { error: "must have only letters, digits, - and _" })
    .optional(),
  schedulingPriorityOverride: priorityShape.optional(),
  // ArrayProperties: "The size of the array job", from 2 to 10,000.
  arrayProperties: z.strictObject({ size: z.number().int().min(2).max(10_000) }).optional(),
  dependsOn: z
    .array(z.strictObject({ jobId: z.string().optional(), type: z.enum(["N_TO_N", "SEQUENTIAL"]).optional() }))
    // SubmitJob: "A job can depend upon a maximum of 20 jobs."
    .max(20)
    .optional(),
  containerOverrides: z
    .strictObject({
      ...legacySizeShape,
      command: z.array(z.string()).optional(),
      instanceType: z.string().optional(),
      environment: environmentShape.optional(),
    })
    .optional(),
  nodeOverrides: anyObject.optional(),
  ecsPropertiesOverride: anyObject.optional(),
  eksPropertiesOverride: anyObject.optional(),
  consumableResourcePropertiesOverride: anyObject.optional(),
});

export type SubmissionInput = z.output<typeof submissionShape>;

export const submissionsShape = z.strictObject({ jobs: z.array(submissionShape).min(1) });
