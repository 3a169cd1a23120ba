import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import { assetHash, assetPath } from "../assets";
import type { Scripts, SourceFile } from "./scripts";

/** Puts the scripts of a context and the Python that they share into its internal bucket. */
export function upload(scope: Construct, bucket: S3Bucket, scripts: Scripts): S3Object[] {
  const { submit, statusCheck, cleanUp, evaluation, gatekeeper, utils, library } = scripts;
  // The team may have written one script for both of its jobs.
  const own = gatekeeper.file === evaluation.file ? [evaluation] : [evaluation, gatekeeper];

  return [
    ...named("script", [submit, statusCheck, cleanUp, ...own]),
    ...named("utils", utils),
    ...named("dapf", library),
  ].map(
    ({ id, file, key }) =>
      new S3Object(scope, id, {
        bucket: bucket.bucket,
        key,
        source: assetPath(scope, file),
        sourceHash: assetHash(scope, file),
      }),
  );
}

/** Gives each file the id of its object: `src/python/utils/io/read.py` -> `utils--io--read_py`. */
function named(kind: string, files: readonly SourceFile[]): (SourceFile & { readonly id: string })[] {
  return files.map((source) => {
    const [, , , ...rest] = source.key.split("/");
    return { ...source, id: [kind, ...rest].join("--").replaceAll(".", "_") };
  });
}
