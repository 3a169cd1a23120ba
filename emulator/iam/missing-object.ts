/**
 * An object that is not there is nobody's to know of who may not list the bucket.
 *
 * Amazon S3 API Reference, GetObject: "If the object that you request doesn't exist, the error that Amazon S3 returns depends on
 * whether you also have the s3:ListBucket permission": with it 404, without it 403. HeadObject says the same.
 */
import { bucketArn } from "../../aws/arns";
import type { Place } from "../../aws/place";
import type { EdgeRequest } from "../edge/messages";
import type { Denial, Judge } from "./judge";
import type { Principal } from "./model";
import type { Store } from "./store/store";

type Asked = Pick<EdgeRequest, "identity" | "method" | "url">;

/** @returns the denial of the permission to list, where an answer has to hide that there is no object */
export async function listingDenial(
  { judge, store }: { readonly judge: Judge; readonly store: Store },
  { identity, method, url }: Asked,
  principal: Principal,
  place: Place,
  status: number,
): Promise<Denial | undefined> {
  if (status !== 404 || identity.service !== "s3" || (method !== "GET" && method !== "HEAD")) return undefined;
  const [, bucket, key = ""] = /^\/+([^/?]+)\/([^?]*)/.exec(url) ?? [];
  // That there is no such bucket is no secret.
  if (bucket === undefined || key === "" || (await store.bucket(bucket)) === undefined) return undefined;
  const ask = { action: "s3:ListBucket", resource: bucketArn(place.partition, bucket), context: new Map() };
  return judge.denialOf(place, principal, [ask], {});
}
