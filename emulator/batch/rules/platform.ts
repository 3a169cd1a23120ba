/**
 * What the platform of a job does not take. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-*,
 * where it has one.
 */
import type { ContainerProperties, EcsTaskProperties, PlatformCapability } from "@aws-sdk/client-batch";
import {
  FARGATE_LOG_DRIVERS,
  LINUX_NOT_ON_FARGATE,
  LONGEST_FARGATE_TIMEOUT_SECONDS,
  NOT_ON_WINDOWS,
  OPERATING_SYSTEMS,
} from "../../../aws/batch/containers";
import { InvalidRequest } from "../plumbing/errors";
import { type Container, requireParts } from "./container-parts";

/** RegisterJobDefinition, platformCapabilities: "If no value is specified, it defaults to EC2." */
export function platformOf({
  platformCapabilities: [one = "EC2"] = [],
}: {
  readonly platformCapabilities?: readonly PlatformCapability[] | undefined;
}): PlatformCapability {
  return one;
}

export function requireForPlatform(container: Container, platform: PlatformCapability): void {
  requireParts(container);
  if (platform !== "FARGATE") return;
  for (const member of LINUX_NOT_ON_FARGATE) {
    if (container.linuxParameters?.[member] === undefined) continue;
    throw new InvalidRequest(`linuxParameter.${member} is not allowed for Fargate.`);
  }
  if (container.privileged === true) {
    throw new InvalidRequest("Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.");
  }
  const driver = container.logConfiguration?.logDriver;
  if (driver !== undefined && !FARGATE_LOG_DRIVERS.some((one) => one === driver)) {
    throw new InvalidRequest(`Log driver for Fargate is not valid: ${driver}`);
  }
  // TaskContainerProperties: "the maximum value for Fargate is 120 seconds".
  for (const member of ["startTimeout", "stopTimeout"] as const) {
    const seconds = member in container ? Number(Reflect.get(container, member) ?? 0) : 0;
    if (seconds <= LONGEST_FARGATE_TIMEOUT_SECONDS) continue;
    throw new InvalidRequest(`${member} must be at most ${LONGEST_FARGATE_TIMEOUT_SECONDS} seconds for Fargate.`);
  }
}

type Place = Pick<ContainerProperties, "networkConfiguration" | "fargatePlatformConfiguration" | "runtimePlatform"> &
  Pick<EcsTaskProperties, "ipcMode" | "networkMode" | "platformVersion">;

const NOT_ON = {
  EC2: {
    networkConfiguration: "networkConfiguration not applicable for EC2.",
    fargatePlatformConfiguration: "fargatePlatformConfiguration not applicable for EC2.",
    platformVersion: "platformVersion not applicable for EC2.",
    runtimePlatform: "runtimePlatform is not applicable for EC2.",
    networkMode: "networkMode is not applicable for EC2.",
  },
  FARGATE: {
    ipcMode: "ipcMode is not applicable for Fargate.",
    networkMode: "networkMode is not applicable for Fargate.",
  },
  MANAGED_INSTANCES: {
    networkConfiguration: "networkConfiguration not applicable for MANAGED_INSTANCES.",
    platformVersion: "platformVersion not applicable for MANAGED_INSTANCES.",
  },
} as const satisfies Record<PlatformCapability, Partial<Record<keyof Place, string>>>;

/** @param place - what a container that is a job of its own, or a task, says of where it runs */
export function requirePlace(place: Place, containers: readonly Container[], platform: PlatformCapability): void {
  for (const [member, message] of Object.entries(NOT_ON[platform])) {
    if (Reflect.get(place, member) !== undefined) throw new InvalidRequest(message);
  }
  const { operatingSystemFamily: family = "LINUX", cpuArchitecture = "X86_64" } = place.runtimePlatform ?? {};
  if (!OPERATING_SYSTEMS.some((one) => one === family)) {
    const known = OPERATING_SYSTEMS.join(", ");
    throw new InvalidRequest(`RuntimePlatform supports only one from [${known}] operating systems, provided ${family}`);
  }
  if (family === "LINUX") return;
  if (cpuArchitecture !== "X86_64") {
    throw new InvalidRequest("Windows supported only by X86_64 cpuArchitecture");
  }
  // RuntimePlatform: "The following parameters can't be set for Windows containers".
  for (const member of NOT_ON_WINDOWS) {
    if (containers.every((container) => container[member] === undefined)) continue;
    throw new InvalidRequest(`${member} is not applicable for Windows containers.`);
  }
}

/** What is read before a container starts is read with the execution role. */
export function requireExecutionRole(containers: readonly Container[], executionRoleArn: string | undefined): void {
  if (executionRoleArn !== undefined) return;
  const isGiven = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;
  if (containers.some(({ secrets, logConfiguration: log }) => isGiven(secrets) || isGiven(log?.secretOptions))) {
    throw new InvalidRequest("executionRoleArn cannot be empty when using secrets or secretOptions");
  }
  // User Guide, "Private registries": the execution role reads the credentials.
  if (containers.some(({ repositoryCredentials }) => repositoryCredentials !== undefined)) {
    throw new InvalidRequest("executionRoleArn cannot be empty when using repositoryCredentials");
  }
}
