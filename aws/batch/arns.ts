import { arnOf, partsOfArn } from "../arns";
import { NAME } from "./names";
import { ACCOUNT, type Place } from "../place";

/** The kinds of AWS Batch objects that one request can name in another, as they stand in ARNs. */
export type ArnKind =
  "compute-environment" | "consumable-resource" | "job-queue" | "scheduling-policy" | "service-environment";

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
  return arn.startsWith(head) && NAME.test(name) ? name : undefined;
}
