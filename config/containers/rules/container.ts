/** Rules of one container on ECS that is a job of its own, or a node of one. */
import type { ContainerProperties } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import type { ValueProblem } from "../../zod-problems";
import { partProblems } from "./container-parts";
import { secretProblems } from "./execution-role";
import { isWindows, placeProblems, platformProblems, type Platform } from "./platform";
import type { Path } from "./problem";
import { mountProblems, volumeProblems } from "./volumes";

type Container = Omit<Checked<ContainerProperties>, "vcpus" | "memory">;

export function containerProblems(container: Container, platform: Platform, path: Path): ValueProblem[] {
  const { volumes = [], jobRoleArn, executionRoleArn, fargatePlatformConfiguration: version } = container;
  const role = ["jobRoleArn", jobRoleArn] as const;
  const platformVersion = version?.platformVersion;
  const storage = { volumes, platform, platformVersion, role, isWindows: isWindows(container) };
  return [
    ...placeProblems(container, [[container, path]], platform, path),
    ...partProblems(container, path),
    ...platformProblems(container, platform, path),
    ...volumeProblems(storage, path),
    ...mountProblems(container.mountPoints ?? [], volumes, path),
    ...secretProblems(container, executionRoleArn, path),
  ];
}
