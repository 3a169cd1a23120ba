/** Container properties of job definitions: their shape and what the service makes of them. */
import type { ContainerProperties } from "@aws-sdk/client-batch";

/** The members that rules look at; all others are kept as they come. */
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
