import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import { assetHash, assetPath } from "../assets";
import type { Scripts, SourceFile } from "./scripts";

/** Puts the scripts of a context and the shared Python into its internal bucket. */
export function upload(scope: Construct, bucket: S3Bucket, scripts: Scripts): S3Object[] {
  const { utils, submit, statusCheck, cleanUp, evaluation, gatekeeper } = scripts;
  const named = (kind: string, files: readonly SourceFile[]) =>
    files.map((file) => ({ id: idOf(kind, file), ...file }));
  // The team may have written one script for both of its jobs.
  const own = [evaluation, ...(gatekeeper.file === evaluation.file ? [] : [gatekeeper])];

  return [...named("script", [submit, statusCheck, cleanUp, ...own]), ...named("utils", utils)].map(
    ({ id, file, key }) => {
      return new S3Object(scope, id, {
        bucket: bucket.bucket,
        key,
        source: assetPath(scope, file),
        sourceHash: assetHash(scope, file),
      });
    },
  );
}

/** `src/python/utils/io/read.py` -> `utils--io--read_py`. */
function idOf(kind: string, { key }: SourceFile): string {
  const [, , , ...rest] = key.split("/");
  return [kind, ...rest].join("--").replaceAll(".", "_");
}
