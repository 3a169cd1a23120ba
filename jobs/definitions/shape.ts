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
  // RegisterJobDefinition: "It can be up to 128 letters long" with letters, digits, hyphens and underscores.
  jobDefinitionName: z.string().regex(/^[A-Za-z0-9][\w-]{0,127}$/, {
    error: "must begin with a letter or digit and have at most 128 letters, digits, - and _",
  }),
  type: z.enum(["container", "multinode"]),
  parameters: parametersShape.optional(),
  schedulingPriority: priorityShape.optional(),
  containerProperties: containerProperties.optional(),
  nodeProperties: anyObject.optional(),
  ecsProperties: anyObject.optional(),
  eksProperties: anyObject.optional(),
  retryStrategy: retryStrategyShape.optional(),
  propagateTags: z.boolean().optional(),
  timeout: timeoutShape.optional(),
  tags: tagsShape.optional(),
  platformCapabilities: z
    .array(z.enum(["EC2", "FARGATE"]))
    .max(1)
    .optional(),
  consumableResourceProperties: anyObject.optional(),
});

export type DefinitionInput = z.output<typeof definitionShape>;
