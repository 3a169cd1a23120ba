/**
 * What SageMaker does for a job as its role. Source: Amazon SageMaker AI Developer Guide, "How to use SageMaker AI execution roles",
 * sections "CreateTrainingJob API: Execution Role Permissions" and "CreateProcessingJob API: Execution Role Permissions".
 */
import { PROCESSING_JOB_LOGS, TRAINING_JOB_LOGS } from "../../../aws/log-groups";
import { objectOf, textOf } from "../../edge/messages";

type Body = Readonly<Record<string, unknown>>;

export type JobKind = "Processing" | "Training";

export interface S3Place {
  /** `s3://bucket/prefix` */
  readonly address: string;
  readonly kmsKeyId: string | undefined;
}

export interface Work {
  readonly kind: JobKind;
  readonly name: string;
  readonly roleArn: string;
  /** Absent for an algorithm of the Marketplace, whose image AWS pulls. */
  readonly image: string | undefined;
  /** Prefixes whose objects are read; an object's own address is one, too. */
  readonly inputs: readonly string[];
  /** Objects that are written. */
  readonly outputs: readonly S3Place[];
  readonly logGroup: string;
}

/** @param request - CreateTrainingJob @param name - of the training job */
export function trainingWork(request: Body, name: string): Work {
  const { S3OutputPath, KmsKeyId } = objectOf(request["OutputDataConfig"]);
  const algorithm = objectOf(request["AlgorithmSpecification"]);
  const checkpoints = textOf(objectOf(request["CheckpointConfig"])["S3Uri"]);
  const place = (address: string): S3Place => ({ address, kmsKeyId: textOf(KmsKeyId) || undefined });
  const path = textOf(S3OutputPath);
  return {
    kind: "Training",
    name,
    roleArn: textOf(request["RoleArn"]),
    image: textOf(algorithm["TrainingImage"]) || undefined,
    inputs: listOf(request["InputDataConfig"]).flatMap((channel) =>
      sourceOf(objectOf(objectOf(channel["DataSource"])["S3DataSource"])),
    ),
    outputs: [
      ...(path === "" ? [] : [place(below(path, `${name}/output/model.tar.gz`))]),
      ...(checkpoints === "" ? [] : [place(below(checkpoints, "checkpoint"))]),
    ],
    logGroup: TRAINING_JOB_LOGS,
  };
}

/** @param request - CreateProcessingJob */
export function processingWork(request: Body): Work {
  const { Outputs, KmsKeyId } = objectOf(request["ProcessingOutputConfig"]);
  return {
    kind: "Processing",
    name: textOf(request["ProcessingJobName"]),
    roleArn: textOf(request["RoleArn"]),
    image: textOf(objectOf(request["AppSpecification"])["ImageUri"]) || undefined,
    inputs: listOf(request["ProcessingInputs"]).flatMap((input) => sourceOf(objectOf(input["S3Input"]))),
    outputs: listOf(Outputs)
      .map((output) => textOf(objectOf(output["S3Output"])["S3Uri"]))
      .filter((address) => address !== "")
      .map((address) => ({ address: below(address, "output"), kmsKeyId: textOf(KmsKeyId) || undefined })),
    logGroup: PROCESSING_JOB_LOGS,
  };
}

function sourceOf({ S3Uri }: Body): readonly string[] {
  const address = textOf(S3Uri);
  return address === "" ? [] : [address];
}

function below(prefix: string, name: string): string {
  return `${prefix.replace(/\/+$/, "")}/${name}`;
}

function listOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
