import { z } from "zod";
import { LONGEST_TAG_VALUE, TAG_TEXT } from "../aws/tags";
import { BURSTABLE_TYPES, INSTANCE_TYPES } from "../aws/batch/instance-types";
import { keyNameOf } from "../aws/kms";
import { FOR_EVER, RETENTION_DAYS } from "../aws/log-groups";
import { ACCOUNT } from "../aws/place";
import { nearestHint } from "./nearest";
import { LONGEST_PREFIX } from "./prefix";
import { CHINA, REGION_NAMES } from "../aws/regions";
import { isRepositoryUrl } from "./repository";
import { scalarText } from "./scalars";

/** A part of the prefix: S3, ECR and Batch names allow lower-case letters, digits and, between them, single hyphens. */
export const namePart = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: "must have only lower-case letters, digits and single hyphens between them",
});

const SUPPORTED = REGION_NAMES.filter((name) => !CHINA.includes(name));
const RETENTION = [FOR_EVER, ...RETENTION_DAYS];

// What a check of ours says JSON Schema has words for, `meta` tells editors (docs/editors.md).
export const region = z
  .string()
  .check((context) => {
    if (CHINA.includes(context.value)) {
      const hint = "endpoints and service principals have other names there, which no part of dapf knows";
      const message = "cannot be a Region of China";
      context.issues.push({ code: "custom", input: context.value, message, params: { hint } });
      return;
    }
    if (SUPPORTED.includes(context.value)) return;
    context.issues.push({
      code: "custom",
      input: context.value,
      message: "must be an AWS region",
      params: { hint: nearestHint(context.value, SUPPORTED, "region") },
    });
  })
  .meta({ enum: SUPPORTED });

/** What CloudWatch Logs takes, or 0. */
export const logRetentionDays = z
  .number()
  .check((context) => {
    if (RETENTION.includes(context.value)) return;
    const allowed = RETENTION.join(", ");
    const message = `must be a number of days that CloudWatch Logs takes: ${allowed} (0 is for ever)`;
    context.issues.push({ code: "custom", input: context.value, message });
  })
  .meta({ enum: RETENTION });

export const kmsKey = z.string().refine((text) => keyNameOf(text) !== undefined, {
  error: "must be the id of a KMS key, alias/<name>, or the ARN of either",
});

/** Of a compute environment; what there is changes too often for an editor's list. */
export const computeInstanceType = z.string().check((context) => {
  const hint = instanceTypeHint(context.value);
  if (hint === undefined) return;
  context.issues.push({ code: "custom", input: context.value, message: INSTANCE_TYPE_RULE, params: { hint } });
});

export const INSTANCE_TYPE_RULE = "must be an instance type or family that AWS Batch has, such as m5.large or c5";

/** @returns what to say of a text that is no instance type or family of AWS Batch; undefined of one that is */
export function instanceTypeHint(type: string): string | undefined {
  if (BURSTABLE_TYPES.has(type)) return "its list has no burstable types";
  return INSTANCE_TYPES.has(type) ? undefined : nearestHint(type, [...INSTANCE_TYPES], "type");
}

/** 12 digits; a number, too, as the original files have it. The result is a string: an account is no quantity. */
export const accountNumber = z
  .union([z.string(), z.number()], { error: "must be an AWS account: 12 digits" })
  .check((context) => {
    const text = String(context.value);
    if (ACCOUNT.test(text)) return;
    const lostZeros = typeof context.value === "number" && /^\d{1,11}$/.test(text);
    const hint = `a number loses its leading zeros: write it as a string, "${text.padStart(12, "0")}"`;
    context.issues.push({
      code: "custom",
      input: context.value,
      message: "must be an AWS account: 12 digits",
      params: { hint: lostZeros ? hint : undefined },
    });
  })
  .meta({ pattern: ACCOUNT.source, minimum: 1e11, maximum: 1e12 - 1 })
  .transform(String);

/** A file or folder of the repository. */
export const repositoryPath = z
  .string()
  .min(1)
  .regex(/^(?![/\\~]|[A-Za-z]:)(?![^]*(?<![^/\\])\.\.(?![^/\\]))/, {
    error: "must be a path inside the repository, relative to its root",
  });

const tagText = z
  .string()
  .max(LONGEST_TAG_VALUE)
  .regex(TAG_TEXT, { error: "must have only characters that AWS allows in tags" });

export const tagValue = scalarText.pipe(tagText);

export const repositoryUrl = tagText.refine(isRepositoryUrl, {
  error: "must be the URL of a repository, such as https://github.com/team/use-case",
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
export const bucketName = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, {
    error: "must be the name of an S3 bucket: lower-case letters, digits, dots and hyphens",
  });

// AWS Glue and Athena: a table or database that is written into queries.
const LONGEST_TABLE = 255;
export const tableName = z.string().regex(new RegExp(`^[a-z0-9_]{1,${LONGEST_TABLE}}$`), {
  error: "must be a table or database name: lower-case letters, digits and _",
});

/** The last part of a database's name, whose first is the prefix. */
export const databaseKey = tableName.max(LONGEST_TABLE - LONGEST_PREFIX - 1);

/** A file of declarations. */
export const declarationsPath = repositoryPath.regex(/\.(ts|json|ya?ml)$/, {
  error: "must end in .ts, .json, .yaml or .yml",
});

/** Tags by which something of EC2 is looked up. */
export const ec2Tags = z
  .record(z.string().min(1).max(128), tagValue)
  .refine((tags) => Object.keys(tags).length > 0, { error: "must name at least one tag" })
  .meta({ minProperties: 1 });

/** The most that a job of containers may ask for. */
export const jobLimits = z.strictObject({
  vcpus: z.number().positive().optional(),
  /** MiB. */
  memory: z.number().int().min(4).optional(),
  gpus: z.number().int().min(0).optional(),
  /** Seconds that an attempt of a job may run. */
  timeout: z.number().int().min(60).optional(),
  /** Jobs of one array; each of them may ask for as much as a job. */
  array_size: z.number().int().min(1).optional(),
});
