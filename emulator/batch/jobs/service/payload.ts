/** The payload of a service job: a CreateTrainingJob request, of which AWS Batch reads the resources only. */
import { z } from "zod";
import type { Amounts } from "../../../../scheduling";
import { InvalidRequest } from "../../plumbing/errors";
import { parseAs } from "../../plumbing/shapes";

const countShape = z.number().int().min(1);
const textsShape = z.record(z.string(), z.string());

/** What is read of a request; all its other members are kept as they are. */
const requestShape = z.looseObject({
  TrainingJobName: z.string().optional(),
  ResourceConfig: z.looseObject({
    InstanceType: z.string().optional(),
    InstanceCount: countShape.optional(),
    InstanceGroups: z
      .array(z.looseObject({ InstanceType: z.string(), InstanceCount: countShape }))
      .min(1)
      .optional(),
  }),
  OutputDataConfig: z.looseObject({ S3OutputPath: z.string().optional() }).optional(),
  StoppingCondition: z.looseObject({ MaxRuntimeInSeconds: z.number().optional() }).optional(),
  HyperParameters: textsShape.optional(),
  Environment: textsShape.optional(),
});

export type TrainingRequest = z.infer<typeof requestShape>;

/**
 * @param payload - JSON of a CreateTrainingJob request
 * @throws InvalidRequest when it is not, or asks for no instances
 */
export function trainingRequestOf(payload: string): TrainingRequest {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    throw new InvalidRequest("serviceRequestPayload is not JSON.");
  }
  return parseAs(requestShape, value, "serviceRequestPayload: ");
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
