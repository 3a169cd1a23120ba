/** Container properties of job definitions: their shape and what the service makes of them. */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import { z } from "zod";
import { integerShape } from "../plumbing/shapes";

const requirementsShape = z.array(z.object({ type: z.enum(["GPU", "VCPU", "MEMORY"]), value: z.string() }));
const environmentShape = z.array(z.object({ name: z.string().optional(), value: z.string().optional() }));

/** The members that rules look at; all others are kept as they come. */
export const containerPropertiesShape = z.looseObject({
  image: z.string().optional(),
  vcpus: integerShape.optional(),
  memory: integerShape.optional(),
  command: z.array(z.string()).optional(),
  environment: environmentShape.optional(),
  resourceRequirements: requirementsShape.optional(),
  executionRoleArn: z.string().optional(),
  privileged: z.boolean().optional(),
  instanceType: z.string().optional(),
  ulimits: z.array(z.looseObject({})).optional(),
});

/** Batch answers with empty lists for what was not given, and drops environment variables without a value. */
export function withContainerDefaults(properties: ContainerProperties, fargate: boolean): ContainerProperties {
  return {
    ...properties,
    command: properties.command ?? [],
    volumes: properties.volumes ?? [],
    environment: (properties.environment ?? []).filter(({ value }) => value !== undefined && value !== ""),
    mountPoints: properties.mountPoints ?? [],
    ulimits: properties.ulimits ?? [],
    resourceRequirements: properties.resourceRequirements ?? [],
    secrets: properties.secrets ?? [],
    ...(fargate
      ? { fargatePlatformConfiguration: { platformVersion: "LATEST", ...properties.fargatePlatformConfiguration } }
      : {}),
  };
}
