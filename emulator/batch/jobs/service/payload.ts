/** The payload of a service job: a CreateTrainingJob request, of which AWS Batch reads the resources only. */
import { z } from "zod";
import { fileShape } from "../../../../aws/fields/shape";
import { createTrainingJob } from "../../../../aws/sagemaker/requests/create-training-job";
import type { Amounts } from "../../../../scheduling";
import { InvalidRequest } from "../../plumbing/errors";
import { parseAs, readAs } from "../../plumbing/shapes";

const countShape = z.number().int().min(1);
/** Texts by name; of anything else SageMaker complains when it is the job's turn. */
const textsShape = z.record(z.string(), z.string()).optional().catch(undefined);

/** What is read of a request; all its other members are kept as they are. */
const requestShape = z.looseObject({
  TrainingJobName: z.string().optional().catch(undefined),
  ResourceConfig: z.looseObject({
    InstanceType: z.string().optional(),
    InstanceCount: countShape.optional(),
    InstanceGroups: z
      .array(z.looseObject({ InstanceType: z.string(), InstanceCount: countShape }))
      .min(1)
      .optional(),
  }),
  OutputDataConfig: z.looseObject({ S3OutputPath: z.string().optional() }).optional().catch(undefined),
  StoppingCondition: z.looseObject({ MaxRuntimeInSeconds: z.number().optional() }).optional().catch(undefined),
  HyperParameters: textsShape,
  Environment: textsShape,
  Tags: z
    .array(z.object({ Key: z.string(), Value: z.string() }))
    .optional()
    .catch(undefined),
});

export type TrainingRequest = z.infer<typeof requestShape>;

/**
 * @param payload - JSON of a CreateTrainingJob request
 * @throws InvalidRequest when it is not, or asks for no instances
 */
export function trainingRequestOf(payload: string): TrainingRequest {
  return parseAs(requestShape, jsonIn(payload), "serviceRequestPayload: ");
}

/** Batch names the training job itself, so that a request without a name can do. */
const createShape = fileShape(createTrainingJob, { optional: ["TrainingJobName"] });

/**
 * What SageMaker says when the job is made of a payload with members of wrong kinds, or with none that the API has. AWS Batch User
 * Guide, service-job-retries: "Received status from SageMaker: ValidationException*" are "client errors that can't be resolved with
 * a retry". The words are ours.
 *
 * @returns undefined when it takes the payload
 */
export function refusalOf(payload: string): string | undefined {
  const read = readAs(createShape, jsonIn(payload));
  return "problem" in read ? `ValidationException: ${read.problem}` : undefined;
}

function jsonIn(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw new InvalidRequest("serviceRequestPayload is not JSON.");
  }
}

/**
 * Instances by instance type. Of a heterogeneous cluster the groups of a type are added up, which AWS does not say.
 *
 * @throws InvalidRequest when there are none
 */
export function demandOf({ ResourceConfig: config }: TrainingRequest): Amounts {
  const { InstanceType, InstanceCount, InstanceGroups = [] } = config;
  const groups = InstanceType === undefined ? InstanceGroups : [{ InstanceType, InstanceCount: InstanceCount ?? 0 }];
  const demand: Record<string, number> = {};
  for (const group of groups) demand[group.InstanceType] = (demand[group.InstanceType] ?? 0) + group.InstanceCount;
  if (groups.length === 0 || Object.values(demand).includes(0)) {
    throw new InvalidRequest(
      "serviceRequestPayload: ResourceConfig must have InstanceType and InstanceCount, or InstanceGroups.",
    );
  }
  return demand;
}
