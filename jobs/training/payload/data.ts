/** Where a training job reads and writes. */
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { arnOf, channelName, type FieldsOf, kmsKeyId, path, s3Uri, text } from "./words";

export const inputMode = z.enum(["Pipe", "File", "FastFile"]);

const s3DataSource = z.strictObject({
  S3DataType: z.enum(["ManifestFile", "S3Prefix", "AugmentedManifestFile", "Converse"]),
  S3Uri: s3Uri,
  S3DataDistributionType: z.enum(["FullyReplicated", "ShardedByS3Key"]).optional(),
  AttributeNames: z.array(text(256, 1)).max(16).optional(),
  InstanceGroupNames: z.array(text(64, 1)).max(5).optional(),
  ModelAccessConfig: z.strictObject({ AcceptEula: z.boolean() }).optional(),
  HubAccessConfig: z.strictObject({ HubContentArn: text(255) }).optional(),
} satisfies FieldsOf<SageMaker.S3DataSource>);

const fileSystemDataSource = z.strictObject({
  FileSystemId: text(21, 11).regex(/^fs-[0-9a-f]{8,}$/, {
    error: "must be the id of a file system: fs-0123456789abcdef0",
  }),
  FileSystemAccessMode: z.enum(["rw", "ro"]),
  FileSystemType: z.enum(["EFS", "FSxLustre"]),
  DirectoryPath: path,
} satisfies FieldsOf<SageMaker.FileSystemDataSource>);

const channel = z.strictObject({
  ChannelName: channelName,
  DataSource: z.strictObject({
    S3DataSource: s3DataSource.optional(),
    FileSystemDataSource: fileSystemDataSource.optional(),
    DatasetSource: z
      .strictObject({ DatasetArn: arnOf("sagemaker", "arn:aws:sagemaker:eu-west-1:aws:hub-content/...") })
      .optional(),
  } satisfies FieldsOf<SageMaker.DataSource>),
  ContentType: text(256).optional(),
  CompressionType: z.enum(["None", "Gzip"]).optional(),
  RecordWrapperType: z.enum(["None", "RecordIO"]).optional(),
  InputMode: inputMode.optional(),
  ShuffleConfig: z.strictObject({ Seed: z.int() }).optional(),
} satisfies FieldsOf<SageMaker.Channel>);

export const inputDataConfig = z.array(channel).min(1).max(20);

export const outputDataConfig = z.strictObject({
  S3OutputPath: s3Uri,
  KmsKeyId: kmsKeyId.optional(),
  CompressionType: z.enum(["GZIP", "NONE"]).optional(),
} satisfies FieldsOf<SageMaker.OutputDataConfig>);

export const checkpointConfig = z.strictObject({
  S3Uri: s3Uri,
  LocalPath: path.optional(),
} satisfies FieldsOf<SageMaker.CheckpointConfig>);
