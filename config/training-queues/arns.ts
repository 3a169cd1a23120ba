/** Where the objects of an environment live. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
}

/** The kinds of AWS Batch objects that one request can name in another, as they stand in ARNs. */
export type ArnKind = "service-environment" | "scheduling-policy" | "job-queue";

/** AWS Batch: 1 to 128 letters, digits, `_` and `-`. */
export const NAME_PATTERN = /^[A-Za-z0-9_-]{1,128}$/;

/** @returns `arn:aws:batch:ap-south-1:123456789012:job-queue/name`. */
export function batchArn({ partition, region, account }: Place, kind: ArnKind, name: string): string {
  return `arn:${partition}:batch:${region}:${account}:${kind}/${name}`;
}

export function isArn(text: string): boolean {
  return text.startsWith("arn:");
}

/** @returns the name at the end of an ARN of this kind and place, or undefined for any other text. */
export function nameInArn(place: Place, kind: ArnKind, arn: string): string | undefined {
  const head = batchArn(place, kind, "");
  const name = arn.slice(head.length);
  return arn.startsWith(head) && NAME_PATTERN.test(name) ? name : undefined;
}
