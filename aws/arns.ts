/** Amazon Resource Names. Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)". */
import type { Partition } from "./partitions";

/** The place that an ARN names. What is global, as IAM is, has no Region; what is unique without it, as a bucket, no account. */
export interface ArnPlace {
  readonly partition: Partition;
  /** @default none */
  readonly region?: string;
  /** 12 digits, `aws` for what AWS owns, `*` in policies. @default none */
  readonly account?: string;
}

/** @returns `arn:aws:ssm:ap-south-1:123456789012:parameter/name` */
export function arnOf({ partition, region = "", account = "" }: ArnPlace, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** @returns the ARN of something in IAM, e.g. `role/name` @param where account: as in `ArnPlace` */
export function iamArn({ partition, account }: Pick<ArnPlace, "partition" | "account">, resource: string): string {
  return arnOf({ partition, account: account ?? "" }, "iam", resource);
}

/** @param path a bucket, or a bucket and what is in it */
export function bucketArn(partition: Partition, path: string): string {
  return arnOf({ partition }, "s3", path);
}

/** Amazon SageMaker AI API Reference, CreateTrainingJob, RoleArn. */
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/;

const PARTS = /^arn:([a-z0-9-]+):([^:]+):([^:]*):([^:]*):(.+)$/s;

/** @returns the fields of an ARN; undefined for any other text */
export function partsOfArn(text: string) {
  const [, partition, service, region, account, resource] = PARTS.exec(text) ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  return { partition, service, region: region ?? "", account: account ?? "", resource };
}

/** Whether a text is meant as an ARN, right or wrong. */
export function isArn(text: string): boolean {
  return text.startsWith("arn:");
}
