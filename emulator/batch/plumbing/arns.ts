/** Amazon Resource Names of Batch. */

/** Where a call belongs. */
export interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** @param resource - e.g. `job-queue/name` */
export function batchArn(place: Place, resource: string): string {
  return `arn:${partitionOf(place.region)}:batch:${place.region}:${place.account}:${resource}`;
}

// AWS General Reference, "Amazon Resource Names (ARNs)": partitions aws, aws-cn, aws-us-gov.
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

const ARN = /^arn:[a-z0-9-]+:batch:[a-z0-9-]+:\d{12}:(.+)$/;

/** The resource part of a Batch ARN, e.g. `job-queue/name`; undefined: that is no Batch ARN. */
export function resourceOfArn(arn: string): string | undefined {
  return ARN.exec(arn)?.[1];
}

export function isArn(text: string): boolean {
  return text.startsWith("arn:");
}
