import * as fs from "node:fs";
import * as path from "node:path";
import { shellWord } from "../../errors/shell-word";
import { isEmbedded } from "../../config/embedded";
import { captureTerraform } from "../terraform/capture";
import type { TerraformContext } from "../terraform/stream";
import { MalformedStateError, StateMissingError } from "./errors";

/** Where a state is. */
export type StateSource =
  /** A state file. */
  | { readonly kind: "file"; readonly text: string; readonly file: string; readonly hasByteOrderMark?: true }
  /** A folder with a configuration that `terraform init` has connected with its backend, whichever that is. */
  | { readonly kind: "folder"; readonly text: string; readonly folder: string }
  | {
      readonly kind: "s3";
      readonly text: string;
      readonly bucket: string;
      readonly key: string;
      readonly region: string;
    };

/**
 * @param text a file, a folder, or `s3://bucket/key`, with `?region=...` when it is another than the environment's
 * @param region of the environment
 * @throws StateMissingError when it names nothing
 */
export function stateSource(text: string, region: string): StateSource {
  if (text.startsWith("s3://")) return s3Source(text, region);
  const file = path.resolve(text);
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) throw new StateMissingError(text, "there is no such file or folder");
  if (!stat.isDirectory()) {
    const bytes = stat.isFile() ? firstBytes(file, MARK.length) : Buffer.alloc(0);
    return { kind: "file", text, file, ...(bytes.equals(MARK) ? { hasByteOrderMark: true } : {}) };
  }
  if (fs.existsSync(path.join(file, ".terraform"))) return { kind: "folder", text, folder: file };
  throw new StateMissingError(text, "is a folder where terraform init has not been run");
}

/**
 * Reads a state. Nothing is changed where it is.
 *
 * @param context for the Terraform that asks a backend; its folder is made and used as a place for a configuration
 * @returns the text of the state
 * @throws StateMissingError, MalformedStateError, TerraformFailedError, TerraformMissingError, InterruptedError
 */
export async function readState(source: StateSource, context: TerraformContext): Promise<string> {
  switch (source.kind) {
    case "file":
      return readFile(source.text, source.file);
    case "folder":
      return captureTerraform({ ...context, folder: source.folder }, ["state", "pull"]);
    case "s3":
      return pull(source, context);
  }
}

/** Of UTF-8, as editors and PowerShell write it. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function firstBytes(file: string, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  try {
    const descriptor = fs.openSync(file, "r");
    try {
      return bytes.subarray(0, fs.readSync(descriptor, bytes));
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // Whoever reads all of it says what is wrong.
    return bytes;
  }
}

function readFile(text: string, file: string): string {
  const bytes = bytesOf(text, file);
  // What `>` of Windows PowerShell makes of `terraform state pull`.
  const isUtf16 = ["fffe", "feff"].includes(bytes.subarray(0, 2).toString("hex"));
  const command = `iconv -f UTF-16 -t UTF-8 ${shellWord(text)} > ${shellWord(`${text}.utf8`)}`;
  if (isUtf16) throw new MalformedStateError(text, `is UTF-16, and a state is UTF-8: ${command}`);
  try {
    // Without the byte order mark, where there is one.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new MalformedStateError(text, "is not UTF-8: take the file as Terraform has written it");
  }
}

function bytesOf(text: string, file: string): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw new StateMissingError(text, error instanceof Error ? error.message : String(error));
  }
}

async function pull({ bucket, key, region }: StateSource & { kind: "s3" }, context: TerraformContext): Promise<string> {
  const local = { use_path_style: true, skip_credentials_validation: true, skip_requesting_account_id: true };
  const s3 = { bucket, key, region, ...(isEmbedded(context.variables) ? local : {}) };
  fs.mkdirSync(context.folder, { recursive: true });
  fs.writeFileSync(path.join(context.folder, "main.tf.json"), JSON.stringify({ terraform: { backend: { s3 } } }));
  await captureTerraform(context, ["init", "-input=false", "-reconfigure", "-no-color"]);
  return captureTerraform(context, ["state", "pull"]);
}

function s3Source(text: string, region: string): StateSource {
  const { hostname: bucket, pathname, searchParams } = new URL(text);
  const key = decodeURIComponent(pathname.slice(1));
  if (bucket === "" || key === "") throw new StateMissingError(text, "must be s3://<bucket>/<key>");
  return { kind: "s3", text, bucket, key, region: searchParams.get("region") ?? region };
}
