import type { MountPoint, Volume } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import { nearestHint } from "../../nearest";
import type { ValueProblem } from "../../zod-problems";
import { type Path, problem, repeated } from "./problem";
import type { Platform } from "./platform";

/** The volumes of a task, or of a container that is a job of its own. */
export interface Storage {
  readonly volumes: readonly Checked<Volume>[];
  readonly platform: Platform;
  readonly platformVersion: string | undefined;
  /** The role of the containers, and the member that says it. */
  readonly role: readonly [member: string, arn: string | undefined];
  readonly isWindows: boolean;
}

/** @param path of what has `volumes` */
export function volumeProblems(storage: Storage, path: Path): ValueProblem[] {
  const twice = repeated(storage.volumes.map(({ name }) => name)).map(([index, found]) =>
    problem([...path, "volumes", index, "name"], "is the name of an earlier volume, too", "Volume", { found }),
  );
  return [
    ...twice,
    ...storage.volumes.flatMap((volume, index) => ofVolume(volume, storage, [...path, "volumes", index])),
  ];
}

/** @param path of the container that has `mountPoints` */
export function mountProblems(
  mountPoints: readonly Checked<MountPoint>[],
  volumes: readonly Checked<Volume>[],
  path: Path,
): ValueProblem[] {
  const names = volumes.flatMap(({ name }) => name ?? []);
  return mountPoints.flatMap(({ sourceVolume: found }, index) => {
    if (found === undefined || names.includes(found)) return [];
    const hint = nearestHint(found, names, "volume") ?? "every volume that is mounted stands in volumes, by its name";
    return [problem([...path, "mountPoints", index, "sourceVolume"], "names no volume", "MountPoint", { found, hint })];
  });
}

const EFS = "efsVolumeConfiguration";
const CONFIGURATIONS = [EFS, "s3filesVolumeConfiguration"] as const;

function ofVolume(volume: Checked<Volume>, storage: Storage, path: Path): ValueProblem[] {
  const problems: ValueProblem[] = [];
  const { efsVolumeConfiguration: efs, host } = volume;
  const { platform, platformVersion, role, isWindows } = storage;
  const refuse = (at: Path, rule: string, page: string) => problems.push(problem([...path, ...at], rule, page));
  const hasPath = host?.sourcePath !== undefined;
  const [first, second] = [
    ...(hasPath ? ["host"] : []),
    ...CONFIGURATIONS.filter((member) => volume[member] !== undefined),
  ];
  if (first !== undefined && second !== undefined) refuse([second], `cannot stand beside ${first}`, "Volume");
  if (platform === "FARGATE" && hasPath) refuse(["host", "sourcePath"], "has no place on Fargate", "Host");
  if (volume.s3filesVolumeConfiguration !== undefined && role[1] === undefined) {
    refuse(["s3filesVolumeConfiguration"], `needs ${role[0]}`, "S3FilesVolumeConfiguration");
  }
  if (efs === undefined) return problems;
  const { accessPointId, iam } = efs.authorizationConfig ?? {};
  if (isWindows) refuse([EFS], "has no place in a container of Windows", "RuntimePlatform");
  if (platform === "FARGATE" && isBefore140(platformVersion)) {
    refuse([EFS], `needs platformVersion 1.4.0 or later, and it is ${platformVersion}`, "Volume");
  }
  if ((iam === "ENABLED" || accessPointId !== undefined) && efs.transitEncryption !== "ENABLED") {
    refuse([EFS, "authorizationConfig"], "needs transitEncryption ENABLED", "EFSAuthorizationConfig");
  }
  if (iam === "ENABLED" && role[1] === undefined) {
    refuse([EFS, "authorizationConfig", "iam"], `needs ${role[0]}`, "EFSAuthorizationConfig");
  }
  if (accessPointId !== undefined && (efs.rootDirectory ?? "/") !== "/") {
    refuse([EFS, "rootDirectory"], "must be / or left out beside an access point", "EFSVolumeConfiguration");
  }
  return problems;
}

function isBefore140(version: string | undefined): boolean {
  const [major, minor] = (version ?? "").split(".").map(Number);
  return major !== undefined && minor !== undefined && (major < 1 || (major === 1 && minor < 4));
}
