/**
 * Rules of several containers in one task on ECS. Messages as recorded by badmintoncryer/cdk-preflight,
 * rules/batch/pf-batch-jd-ecs-*, where it has one.
 */
import type {
  EcsProperties,
  EcsTaskProperties,
  PlatformCapability,
  TaskContainerProperties,
} from "@aws-sdk/client-batch";
import { MOST_CONTAINERS } from "../../../aws/batch/containers";
import { InvalidRequest } from "../plumbing/errors";
import { requireRequirements, requireWholeVcpus } from "./container-properties";
import { requireExecutionRole, requireForPlatform, requirePlace } from "./platform";
import { requireVolumes } from "./volumes";

export function requireTasks({ taskProperties = [] }: EcsProperties, platform: PlatformCapability): void {
  // EcsProperties: "This object is currently limited to one task element."
  if (taskProperties.length !== 1) throw new InvalidRequest("Number of taskProperties must be 1");
  for (const task of taskProperties) requireTask(task, platform);
}

function requireTask(task: EcsTaskProperties, platform: PlatformCapability): void {
  const {
    containers = [],
    executionRoleArn,
    volumes = [],
    taskRoleArn: roleArn,
    platformVersion,
    runtimePlatform,
  } = task;
  if (containers.length < 1 || containers.length > MOST_CONTAINERS) {
    throw new InvalidRequest(`Number of containers must be between 1 and ${MOST_CONTAINERS}`);
  }
  requireModes(task);
  if (platform === "FARGATE" && executionRoleArn === undefined) {
    throw new InvalidRequest("executionRoleArn is required for Fargate jobs.");
  }
  const names = containers.flatMap(({ name }) => name ?? []);
  if (new Set(names).size < names.length) throw new InvalidRequest("Container names must be unique");
  if (containers.every(({ essential }) => essential === false)) {
    throw new InvalidRequest("At least one container must be set as essential");
  }
  requirePlace(task, containers, platform);
  requireExecutionRole(containers, executionRoleArn);
  requireVolumes(volumes, containers, {
    platform,
    platformVersion,
    roleArn,
    family: runtimePlatform?.operatingSystemFamily,
  });
  for (const container of containers) {
    if (container.image === undefined || container.image === "") throw new InvalidRequest("Image is required.");
    requireForPlatform(container, platform);
    requireRequirements(container.resourceRequirements ?? []);
    if (platform === "EC2") requireWholeVcpus(container.resourceRequirements ?? []);
  }
  requireContainerDependencies(containers);
}

function requireModes({ ipcMode = "none", pidMode = "host" }: EcsTaskProperties): void {
  const ipcModes = ["host", "task", "none"];
  if (!ipcModes.includes(ipcMode)) {
    throw new InvalidRequest(`ipcMode ${ipcMode} is not valid. Valid values are: [${ipcModes.join(", ")}]`);
  }
  const pidModes = ["host", "task"];
  if (!pidModes.includes(pidMode)) {
    throw new InvalidRequest(`Capability ${pidMode} is not valid. Valid capabilities: [${pidModes.join(", ")}]`);
  }
}

const CONDITIONS = ["START", "COMPLETE", "SUCCESS"];

function requireContainerDependencies(containers: readonly TaskContainerProperties[]): void {
  const byName = new Map(containers.map((container) => [container.name, container]));
  const open = new Map<string, Set<string>>();
  for (const { name = "", dependsOn = [] } of containers) {
    for (const { containerName = "", condition = "START" } of dependsOn) {
      if (!CONDITIONS.includes(condition)) {
        const known = CONDITIONS.join(", ");
        throw new InvalidRequest(`TaskContainer dependency ${condition} is not valid. Valid values are: [${known}]`);
      }
      if (containers.length === 1) {
        throw new InvalidRequest("Container dependency can not be used in a single-container job.");
      }
      const other = byName.get(containerName);
      if (other === undefined) {
        throw new InvalidRequest(`containerName ${containerName} must reference a defined container.`);
      }
      if (condition !== "START" && other.essential !== false) {
        throw new InvalidRequest(
          `The container target of a dependency can not have condition ${condition} if the target is essential`,
        );
      }
      open.set(name, (open.get(name) ?? new Set<string>()).add(containerName));
    }
  }
  // What waits for nothing that is open is taken away until nothing more can be.
  for (let before = -1; before !== open.size;) {
    before = open.size;
    for (const [name, needed] of open) if (![...needed].some((one) => open.has(one))) open.delete(name);
  }
  if (open.size > 0) throw new InvalidRequest("Container dependencies must not be circular.");
}
