import * as path from "node:path";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import type { EnvironmentSettings } from "../../config/environment";
import { assetHash, assetPath, generatedAsset } from "../framework/assets";
import { at, atPath, fromHcl } from "../framework/hcl-addresses";
import { objectTags } from "../storage/object-tags";
import type { Scripts, SourceFile } from "./scripts";

export interface UploadProps {
  readonly bucket: S3Bucket;
  readonly scripts: Scripts;
  readonly settings: EnvironmentSettings;
}

/** Puts the scripts of a context and the Python that they share into its internal bucket. */
export function upload(scope: Construct, { bucket, scripts, settings }: UploadProps): void {
  const tags = objectTags(settings);
  const { submit, statusCheck, cleanUp, evaluation, gatekeeper, utils, library } = scripts;

  for (const { key, content } of [submit, statusCheck, cleanUp]) {
    const { path: source, md5: sourceHash } = generatedAsset(scope, path.basename(key), content);
    const uploaded = new S3Object(scope, idOf("script", key), {
      bucket: bucket.bucket,
      key,
      source,
      sourceHash,
      ...tags,
    });
    fromHcl(uploaded, `aws_s3_object.upload_py_glue_scripts${at(path.basename(key))}`);
  }

  // The team may have written one script for both of its jobs.
  const own = gatekeeper.file === evaluation.file ? [evaluation] : [evaluation, gatekeeper];
  const object = (kind: string, { key, file }: SourceFile) =>
    new S3Object(scope, idOf(kind, key), {
      bucket: bucket.bucket,
      key,
      source: assetPath(scope, file),
      sourceHash: assetHash(scope, file),
      ...tags,
    });
  for (const file of own) fromHcl(object("script", file), `aws_s3_object.upload_ext_scripts${atPath(file.name)}`);
  for (const file of utils) fromHcl(object("utils", file), `aws_s3_object.upload_utils${at(file.name)}`);
  for (const file of library) object("dapf", file);
}

/** `src/python/utils/io/read.py` -> `utils--io--read_py`. */
function idOf(kind: string, key: string): string {
  const [, , , ...rest] = key.split("/");
  return [kind, ...rest].join("--").replaceAll(".", "_");
}
