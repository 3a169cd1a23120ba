/** What containers on ECS cannot have where they run: on Fargate, on EC2, on Windows. */
import type { RegisterJobDefinitionRequest, RuntimePlatform, TaskContainerProperties } from "@aws-sdk/client-batch";
import {
  FARGATE_LOG_DRIVERS,
  LINUX_NOT_ON_FARGATE,
  LONGEST_FARGATE_TIMEOUT_SECONDS,
  NOT_ON_WINDOWS,
} from "../../../aws/batch/containers";
import type { Checked } from "../../../aws/fields/field";
import type { ValueProblem } from "../../zod-problems";
import { type Path, problem } from "./problem";

export type Platform = "EC2" | "FARGATE" | "MANAGED_INSTANCES";

/** RegisterJobDefinition, platformCapabilities: "If no value is specified, it defaults to EC2." */
export function platformOf(definition: Pick<Checked<RegisterJobDefinitionRequest>, "platformCapabilities">): Platform {
  return definition.platformCapabilities?.[0] ?? "EC2";
}

/** What the rules look at of a container, be it a job of its own or one of a task. */
export type ContainerParts = Partial<
  Pick<
    Checked<TaskContainerProperties>,
    | "linuxParameters"
    | "logConfiguration"
    | "mountPoints"
    | "privileged"
    | "readonlyRootFilesystem"
    | "startTimeout"
    | "stopTimeout"
    | "ulimits"
    | "user"
  >
>;

/** @returns what a container has that its platform lacks */
export function platformProblems(container: ContainerParts, platform: Platform, path: Path): ValueProblem[] {
  if (platform !== "FARGATE") return [];
  const { linuxParameters: linux, logConfiguration: log } = container;
  const problems = LINUX_NOT_ON_FARGATE.filter((member) => linux?.[member] !== undefined).map((member) =>
    problem([...path, "linuxParameters", member], "has no place on Fargate", "LinuxParameters"),
  );
  if (container.privileged === true) {
    problems.push(problem([...path, "privileged"], "cannot be true on Fargate", "ContainerProperties"));
  }
  const allowed: readonly string[] = FARGATE_LOG_DRIVERS;
  if (log !== undefined && !allowed.includes(log.logDriver)) {
    const more = { found: log.logDriver, allowed };
    problems.push(
      problem([...path, "logConfiguration", "logDriver"], "is no log driver of Fargate", "LogConfiguration", more),
    );
  }
  for (const member of ["startTimeout", "stopTimeout"] as const) {
    const found = container[member];
    if (found === undefined || found <= LONGEST_FARGATE_TIMEOUT_SECONDS) continue;
    const rule = `must be at most ${LONGEST_FARGATE_TIMEOUT_SECONDS} seconds on Fargate`;
    problems.push(problem([...path, member], rule, "TaskContainerProperties", { found }));
  }
  return problems;
}

/** What a task says of where it runs; a container that is a job of its own says it itself. */
export interface TaskPlace {
  readonly networkConfiguration?: unknown;
  readonly fargatePlatformConfiguration?: unknown;
  readonly platformVersion?: unknown;
  readonly ipcMode?: unknown;
  readonly networkMode?: unknown;
  readonly runtimePlatform?: Checked<RuntimePlatform>;
}

const PAGES = {
  networkConfiguration: "NetworkConfiguration",
  fargatePlatformConfiguration: "FargatePlatformConfiguration",
  platformVersion: "EcsTaskProperties",
  runtimePlatform: "RuntimePlatform",
  ipcMode: "EcsTaskProperties",
  networkMode: "EcsTaskProperties",
} as const;

const MISPLACED = {
  EC2: ["networkConfiguration", "fargatePlatformConfiguration", "platformVersion", "runtimePlatform", "networkMode"],
  FARGATE: ["ipcMode", "networkMode"],
  MANAGED_INSTANCES: ["networkConfiguration", "platformVersion"],
} as const satisfies Record<Platform, readonly (keyof typeof PAGES)[]>;

/** @param containers of the task, each with its place */
export function placeProblems(
  task: TaskPlace,
  containers: readonly (readonly [ContainerParts, Path])[],
  platform: Platform,
  path: Path,
): ValueProblem[] {
  const misplaced = MISPLACED[platform].filter((member) => task[member] !== undefined);
  const hint = platform === "EC2" ? 'a job on Fargate says platformCapabilities ["FARGATE"]' : undefined;
  const problems = misplaced.map((member) =>
    problem([...path, member], `has no place in a definition for ${platform}`, PAGES[member], {
      hint: member === "networkMode" ? undefined : hint,
    }),
  );
  return [...problems, ...windowsProblems(task.runtimePlatform, containers, [...path, "runtimePlatform"])];
}

/** @returns whether the containers of a task are of Windows */
export const isWindows = ({ runtimePlatform }: TaskPlace): boolean =>
  runtimePlatform?.operatingSystemFamily?.startsWith("WINDOWS") === true;

function windowsProblems(
  runtimePlatform: Checked<RuntimePlatform> | undefined,
  containers: readonly (readonly [ContainerParts, Path])[],
  path: Path,
): ValueProblem[] {
  if (!isWindows({ ...(runtimePlatform && { runtimePlatform }) })) return [];
  const found = runtimePlatform?.cpuArchitecture;
  const architecture =
    found === undefined || found === "X86_64"
      ? []
      : [problem([...path, "cpuArchitecture"], "must be X86_64 for Windows", "RuntimePlatform", { found })];
  const members = containers.flatMap(([container, at]) =>
    NOT_ON_WINDOWS.filter((member) => container[member] !== undefined).map((member) =>
      problem([...at, member], "has no place in a container of Windows", "RuntimePlatform"),
    ),
  );
  return [...architecture, ...members];
}
