/**
 * Volumes of a job on ECS, and what mounts them. Messages as recorded by badmintoncryer/cdk-preflight,
 * rules/batch/pf-batch-jd-{efs,fargate,s3files,volume}-*, where it has one.
 */
import type { PlatformCapability, Volume } from "@aws-sdk/client-batch";
import { isWithin } from "../../../aws/batch/limits";
import { PORT } from "../../../aws/batch/containers";
import { InvalidRequest } from "../plumbing/errors";
import type { Container } from "./container-parts";

/** What a job says that its volumes depend on. */
export interface VolumePlace {
  readonly platform: PlatformCapability;
  readonly platformVersion: string | undefined;
  readonly roleArn: string | undefined;
  readonly family: string | undefined;
}

export function requireVolumes(volumes: readonly Volume[], containers: readonly Container[], place: VolumePlace): void {
  const names = volumes.flatMap(({ name }) => name ?? []);
  if (new Set(names).size < names.length) throw new InvalidRequest("Volume names must be unique.");
  for (const volume of volumes) requireVolume(volume, place);
  for (const { mountPoints = [] } of containers) {
    for (const { sourceVolume } of mountPoints) {
      if (sourceVolume === undefined || names.includes(sourceVolume)) continue;
      // MountPoint, sourceVolume: "The name of the volume to mount."
      throw new InvalidRequest(`Mount point ${sourceVolume} must reference a defined volume.`);
    }
  }
}

function requireVolume(volume: Volume, place: VolumePlace): void {
  const { host, efsVolumeConfiguration: efs, s3filesVolumeConfiguration: s3files } = volume;
  if ([host?.sourcePath, efs, s3files].filter((one) => one !== undefined).length > 1) {
    throw new InvalidRequest(
      "When the volume parameter is specified, only one volume configuration type should be used.",
    );
  }
  if (host?.sourcePath !== undefined && place.platform === "FARGATE") {
    throw new InvalidRequest("host.sourcePath should not be set for volumes in Fargate.");
  }
  if (s3files !== undefined && place.roleArn === undefined) {
    throw new InvalidRequest("A jobRoleArn/taskRoleArn is required when using s3filesVolumeConfiguration.");
  }
  if (efs !== undefined) requireFileSystem(efs, place);
}

function requireFileSystem(efs: NonNullable<Volume["efsVolumeConfiguration"]>, place: VolumePlace): void {
  const { fileSystemId = "", transitEncryption, transitEncryptionPort, authorizationConfig, rootDirectory = "/" } = efs;
  const { iam, accessPointId } = authorizationConfig ?? {};
  if (!fileSystemId.startsWith("fs-")) {
    throw new InvalidRequest(`EFS configuration fileSystemId is not valid: ${fileSystemId}.`);
  }
  if (place.family?.startsWith("WINDOWS") === true) {
    throw new InvalidRequest("efsVolumeConfiguration is not applicable for Windows containers.");
  }
  if (transitEncryptionPort !== undefined && !isWithin(PORT, transitEncryptionPort)) {
    throw new InvalidRequest("TransitEncryptionPort must be a valid port number.");
  }
  const [major, minor] = (place.platformVersion ?? "").split(".").map(Number);
  const isOld = major !== undefined && minor !== undefined && (major === 0 || (major === 1 && minor < 4));
  if (place.platform === "FARGATE" && isOld) {
    throw new InvalidRequest(
      `EFS is supported for Fargate platform versions 1.4.0 or later, provided ${place.platformVersion}`,
    );
  }
  if (iam === "ENABLED" && transitEncryption !== "ENABLED") {
    throw new InvalidRequest("EFS IAM authorization requires TransitEncryption to be enabled.");
  }
  if (accessPointId !== undefined && transitEncryption !== "ENABLED") {
    throw new InvalidRequest("EFS IAM access point requires TransitEncryption to be enabled.");
  }
  // EFSAuthorizationConfig: "requires that ... a JobRoleArn is specified".
  if (iam === "ENABLED" && place.roleArn === undefined) {
    throw new InvalidRequest("EFS IAM authorization requires a jobRoleArn.");
  }
  if (accessPointId !== undefined && rootDirectory !== "/") {
    throw new InvalidRequest('When using an EFS access point, the root directory must either be set to "/" or omitted');
  }
}
