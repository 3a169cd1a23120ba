import { createHash } from "node:crypto";
import * as path from "node:path";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import { assetHash, assetPath } from "../assets";
import { GeneratedAsset } from "../generated-asset";
import type { Scripts, SourceFile } from "./scripts";

/** Puts the scripts of a context and the Python that they share into its internal bucket. */
export function upload(scope: Construct, bucket: S3Bucket, scripts: Scripts): void {
  const { submit, statusCheck, cleanUp, evaluation, gatekeeper, utils, library } = scripts;

  for (const { key, content } of [submit, statusCheck, cleanUp]) {
    const id = idOf("script", key);
    new S3Object(scope, id, {
      bucket: bucket.bucket,
      key,
      source: new GeneratedAsset(scope, `${id}.file`, path.basename(key), content).path,
      sourceHash: createHash("md5").update(content).digest("hex"),
    });
  }

  // The team may have written one script for both of its jobs.
  const own = gatekeeper.file === evaluation.file ? [evaluation] : [evaluation, gatekeeper];
  const kinds: Readonly<Record<string, readonly SourceFile[]>> = { script: own, utils, dapf: library };
  for (const [kind, files] of Object.entries(kinds)) {
    for (const { key, file } of files) {
      new S3Object(scope, idOf(kind, key), {
        bucket: bucket.bucket,
        key,
        source: assetPath(scope, file),
        sourceHash: assetHash(scope, file),
      });
    }
  }
}

/** `src/python/utils/io/read.py` -> `utils--io--read_py`. */
function idOf(kind: string, key: string): string {
  const [, , , ...rest] = key.split("/");
  return [kind, ...rest].join("--").replaceAll(".", "_");
}
