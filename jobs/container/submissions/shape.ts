import { z } from "zod";
import { ARRAY_SIZE, QUOTAS } from "../../../aws/batch/limits";
import { SHARE_IDENTIFIER } from "../../../aws/batch/names";
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
  shareIdentifier: z.string().regex(SHARE_IDENTIFIER, { error: "must have only letters, digits, - and _" }).optional(),
  schedulingPriorityOverride: priorityShape.optional(),
  arrayProperties: z.strictObject({ size: z.number().int().min(ARRAY_SIZE.least).max(ARRAY_SIZE.most) }).optional(),
  dependsOn: z
    .array(z.strictObject({ jobId: z.string().optional(), type: z.enum(["N_TO_N", "SEQUENTIAL"]).optional() }))
    .max(QUOTAS.dependencies)
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
