import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../../config/environment";
import type { RunContext } from "../runs/run-input";
import { CodeSyncError, type LiveDifference } from "./errors";
import type { CodeServices } from "./services";

/** A script of the team, and where the Glue jobs look for it. */
export interface Script {
  readonly key: string;
  readonly content: Buffer;
}

/** @throws CodeSyncError when a script does not exist */
export function readScripts({ root, file, settings }: Environment, context: RunContext): Script[] {
  const settingsOf = settings[context];
  const paths = new Set([settingsOf.gatekeeper_job_params.path, settingsOf.evaluation_job_params.path]);
  return [...paths].map((name) => {
    const script = path.join(root, name);
    if (!fs.existsSync(script)) throw new CodeSyncError(`${file} names the script ${name}, which does not exist`);
    // modules/batch-construct/scripts.ts: where the Glue jobs look for it.
    return { key: `src/python/${context}/${path.basename(name)}`, content: fs.readFileSync(script) };
  });
}

/** Uploads the scripts that are not there already. */
export async function uploadScripts(
  scripts: readonly Script[],
  bucket: string,
  services: CodeServices,
): Promise<{ key: string; uploaded: boolean }[]> {
  const done: { key: string; uploaded: boolean }[] = [];
  for (const script of scripts) {
    const uploaded = !(await isLive(script, bucket, services));
    if (uploaded) await services.putObject(bucket, script.key, script.content);
    done.push({ key: script.key, uploaded });
  }
  return done;
}

/**
 * Looks whether the scripts are the live ones. S3 User Guide, "What is Amazon S3?", data consistency model: "strong
 * read-after-write consistency", also for overwrites.
 */
export async function otherScripts(
  scripts: readonly Script[],
  bucket: string,
  services: CodeServices,
): Promise<LiveDifference[]> {
  const differences: LiveDifference[] = [];
  for (const script of scripts) {
    if (!(await isLive(script, bucket, services))) differences.push({ name: script.key, live: "another file" });
  }
  return differences;
}

async function isLive({ key, content }: Script, bucket: string, services: CodeServices): Promise<boolean> {
  const there = await services.object(bucket, key);
  return there !== undefined && content.equals(there);
}
