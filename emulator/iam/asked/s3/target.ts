/** Which bucket and object an S3 request is about. Source: Amazon S3 User Guide, "Virtual hosting of buckets". */
import type { EdgeRequest } from "../../../edge/messages";

export interface Target {
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly query: URLSearchParams;
}

export function targetOf({ method, url, headers }: Pick<EdgeRequest, "method" | "url" | "headers">): Target {
  const mark = url.indexOf("?");
  const path = (mark < 0 ? url : url.slice(0, mark)).replace(/^\//, "");
  const query = new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
  const hosted = /^(.+)\.s3[.-]/.exec(headers.host ?? "")?.[1];
  if (hosted !== undefined) return { method, query, bucket: hosted, key: decoded(path) };
  const slash = path.indexOf("/");
  const bucket = decoded(slash < 0 ? path : path.slice(0, slash));
  return { method, query, bucket, key: slash < 0 ? undefined : decoded(path.slice(slash + 1)) };
}

/** `x-amz-copy-source`: `/bucket/key?versionId=..`, encoded or not. */
export function copySource(header: string): { bucket: string; key: string; versionId: string | undefined } {
  const mark = header.indexOf("?versionId=");
  const path = (decoded(mark < 0 ? header : header.slice(0, mark)) ?? "").replace(/^\//, "");
  const slash = path.indexOf("/");
  return {
    bucket: slash < 0 ? path : path.slice(0, slash),
    key: slash < 0 ? "" : path.slice(slash + 1),
    versionId: mark < 0 ? undefined : header.slice(mark + "?versionId=".length),
  };
}

function decoded(text: string): string | undefined {
  if (text === "") return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
