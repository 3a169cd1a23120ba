/**
 * The kinds of text that a CreateTrainingJob request is made of. Every pattern and length is that of the service's model
 * (API reference of SageMaker, botocore 1.43.11); AWS Batch does not check a payload before it is that job's turn.
 */
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { LONGEST_TRAINING_JOB_NAME } from "../../../aws/sagemaker/limits";
import { LONGEST_TAG_VALUE, TAG_KEY_LENGTH, TAG_RULE, TAG_TEXT } from "../../../aws/tags";
import { ROLE_ARN } from "../../../aws/arns";
import { atMostKeys } from "../../../config/zod-problems";

/** Keeps the fields of a schema those of the AWS SDK: a misspelt or forgotten one does not compile. */
export type FieldsOf<Request> = Record<keyof Request, z.ZodType>;

const matching = (pattern: RegExp, error: string) => z.string().regex(pattern, { error });

export const text = (most: number, least = 0) => z.string().min(least).max(most);
export const whole = (least: number, most = Number.MAX_SAFE_INTEGER) => z.int().min(least).max(most);

/** A field of the API that a job of a queue cannot have. */
export const nowhere = (error: string) => z.never({ error }).optional();

export const s3Uri = matching(
  /^(https|s3):\/\/([^/]+)\/?(.*)$/,
  "must be an S3 address such as s3://bucket/prefix",
).max(1024);
export const trainingJobName = matching(
  /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  "must have only letters, digits and -, and begin and end with a letter or digit",
)
  .min(1)
  .max(LONGEST_TRAINING_JOB_NAME);
export const roleArn = matching(ROLE_ARN, "must be the ARN of an IAM role: arn:aws:iam::123456789012:role/name")
  .min(20)
  .max(2048);
export const kmsKeyId = matching(/^[a-zA-Z0-9:/_-]*$/, "must be the id, ARN or alias of a KMS key").max(2048);
export const networkId = matching(/^[-0-9a-zA-Z]+$/, "must be an id such as subnet-0123456789abcdef0").max(32);
export const channelName = matching(/^[A-Za-z0-9._-]+$/, "must have only letters, digits, ., _ and -")
  .min(1)
  .max(64);
export const path = text(4096);
export const experimentEntity = matching(
  /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
  "must have only letters, digits and -, and begin and end with a letter or digit",
)
  .min(1)
  .max(120);

/** An ARN of a service, with what comes after the account. */
export const arnOf = (service: string, example: string, most = 2048) =>
  matching(new RegExp(`^arn:[a-zA-Z0-9-]+:${service}:`), `must be an ARN such as ${example}`).max(most);

export const tag = z.strictObject({
  Key: matching(TAG_TEXT, TAG_RULE).min(TAG_KEY_LENGTH.least).max(TAG_KEY_LENGTH.most),
  Value: matching(TAG_TEXT, TAG_RULE).max(LONGEST_TAG_VALUE),
} satisfies FieldsOf<SageMaker.Tag>);

/** Texts under keys, as hyperparameters and Debugger's settings are. */
export const settings = (entries: number, key: z.ZodString, value: z.ZodString) =>
  z
    .record(key, value, { error: "must be an object of strings" })
    .check(atMostKeys(entries))
    .meta({ maxProperties: entries });
