import { z } from "zod";
import {
  anyObjectShape as anyObject,
  commonShape,
  environmentShape,
  legacySizeShape,
  nameShape,
  priorityShape,
} from "../resources";

const objects = z.array(anyObject);

const containerProperties = z.strictObject({
  ...legacySizeShape,
  image: z.string().min(1),
  command: z.array(z.string()).optional(),
  jobRoleArn: z.string().optional(),
  executionRoleArn: z.string().optional(),
  volumes: objects.optional(),
  environment: environmentShape.optional(),
  mountPoints: objects.optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  privileged: z.boolean().optional(),
  ulimits: objects.optional(),
  user: z.string().optional(),
  instanceType: z.string().optional(),
  linuxParameters: anyObject.optional(),
  logConfiguration: anyObject.optional(),
  secrets: objects.optional(),
  networkConfiguration: anyObject.optional(),
  fargatePlatformConfiguration: anyObject.optional(),
  enableExecuteCommand: z.boolean().optional(),
  ephemeralStorage: anyObject.optional(),
  runtimePlatform: anyObject.optional(),
  repositoryCredentials: anyObject.optional(),
});

/** A RegisterJobDefinition request, as files have it. */
export const definitionShape = z.strictObject({
  jobDefinitionName: nameShape,
  ...commonShape,
  type: z.enum(["container", "multinode"]),
  schedulingPriority: priorityShape.optional(),
  containerProperties: containerProperties.optional(),
  nodeProperties: anyObject.optional(),
  ecsProperties: anyObject.optional(),
  eksProperties: anyObject.optional(),
  platformCapabilities: z
    .array(z.enum(["EC2", "FARGATE"]))
    .max(1)
    .optional(),
  consumableResourceProperties: anyObject.optional(),
});

export type DefinitionInput = z.output<typeof definitionShape>;
