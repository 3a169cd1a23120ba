import { arnOf, partsOfArn } from "../arns";
import { ACCOUNT, type Place } from "../place";

/** The kinds of AWS Batch objects that one request can name in another, as they stand in ARNs. */
export type ArnKind = "service-environment" | "scheduling-policy" | "job-queue";

/** AWS Batch API Reference, the names of all requests: 1 to 128 letters, digits, `_` and `-`. */
export const NAME_PATTERN = /^[A-Za-z0-9_-]{1,128}$/;

/** @param resource e.g. `job-queue/name` */
export function batchArn(place: Place, resource: string): string {
  return arnOf(place, "batch", resource);
}

/** @returns where an ARN of AWS Batch leads, and the resource there, e.g. `job-queue/name`; undefined for any other text */
export function partsOfBatchArn(text: string) {
  const parts = partsOfArn(text);
  return parts?.service === "batch" && parts.region !== "" && ACCOUNT.test(parts.account) ? parts : undefined;
}

/** @returns the name at the end of an ARN of this kind and place, or undefined for any other text */
export function nameInArn(place: Place, kind: ArnKind, arn: string): string | undefined {
  const head = batchArn(place, `${kind}/`);
  const name = arn.slice(head.length);
  return arn.startsWith(head) && NAME_PATTERN.test(name) ? name : undefined;
}
