import { z } from "zod";
import {
  environmentShape,
  legacySizeShape,
  parametersShape,
  priorityShape,
  retryStrategyShape,
  tagsShape,
  timeoutShape,
} from "../resources";

const anyObject = z.looseObject({});

/** A SubmitJob request, as files have it. */
export const submissionShape = z.strictObject({
  // SubmitJob: "up to 128 letters long. The first character must be alphanumeric, can contain ... (-), and ... (_)".
  jobName: z.string().regex(/^[A-Za-z0-9][\w-]{0,127}$/, {
    error: "must begin with a letter or digit and have at most 128 letters, digits, - and _",
  }),
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
  parameters: parametersShape.optional(),
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
  retryStrategy: retryStrategyShape.optional(),
  propagateTags: z.boolean().optional(),
  timeout: timeoutShape.optional(),
  tags: tagsShape.optional(),
});

export type SubmissionInput = z.output<typeof submissionShape>;

export const submissionsShape = z.strictObject({ jobs: z.array(submissionShape).min(1) });
