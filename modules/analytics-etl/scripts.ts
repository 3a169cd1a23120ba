import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import type { EtlJob } from "../../config/etl";
import { nearestHint } from "../../config/nearest";
import { filesUnder } from "../framework/files";

/** A file that a deployment puts into the analytics bucket. */
export interface UploadedFile {
  /** Absolute path. */
  readonly file: string;
  /** Relative to the folder that it was found in, with `/`. */
  readonly name: string;
  /** Where it goes in the bucket. */
  readonly key: string;
  /** The construct id of its S3 object. */
  readonly id: string;
}

/** Where the scripts of the jobs are in the analytics bucket, whoever uploads them. */
export const scriptFolder = "src/python/analytics-etl";

/**
 * Finds the scripts of an environment's ETL: every `*.py` beside its configuration files.
 * @throws ConfigError when two folders hold a script of the same name, because both would get the same key
 */
export function findScripts({ file, root, settings }: Environment): UploadedFile[] {
  const paths = settings.analytics_etl.glue_config_paths;
  const folders = [...new Set(paths.map((config) => path.posix.dirname(config)))];
  const homes = new Map<string, string>();
  const problems: ConfigProblem[] = [];
  for (const folder of folders) {
    const scripts = filesUnder(path.join(root, folder)).filter((name) => /^[^/]+\.py$/.test(name));
    for (const name of scripts) {
      const other = homes.get(name);
      if (other === undefined) homes.set(name, folder);
      else problems.push(sameName(file, name, [other, folder]));
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return [...homes].map(([name, folder]) => ({
    file: path.join(root, folder, name),
    name,
    key: `${scriptFolder}/${name}`,
    id: idOf("script", name),
  }));
}

/** Finds the shared Python of an environment: everything under its `utils_path`. */
export function findUtils({ root, settings }: Environment): UploadedFile[] {
  const folder = path.join(root, settings.utils_path);
  return filesUnder(folder).map((name) => ({
    file: path.join(folder, name),
    name,
    key: `src/python/utils/${name}`,
    id: idOf("utils", name),
  }));
}

/**
 * Tells which jobs have a script that this deployment does not upload. That may be meant: another pipeline may.
 * @returns a text that lists them, with the nearest file that is there; undefined when nothing is missing
 */
export function missingScripts(jobs: Readonly<Record<string, EtlJob>>, scripts: readonly UploadedFile[]) {
  const there = scripts.map(({ key }) => path.posix.basename(key));
  const missing = Object.entries(jobs).filter(([, job]) => !there.includes(job.file_name));
  if (missing.length === 0) return undefined;
  const lines = missing.map(([key, { file_name }]) => {
    const hint = there.length === 0 ? undefined : nearestHint(file_name, there, "file");
    return `  ${key}: ${file_name}${hint === undefined ? "" : `; ${hint}`}`;
  });
  const head = `${String(missing.length)} Glue job(s) have no script beside the ETL configuration`;
  return [`${head}; they fail unless another pipeline uploads it to ${scriptFolder}/:`, ...lines].join("\n");
}

function sameName(file: string, name: string, folders: readonly [string, string]): ConfigProblem {
  return {
    file,
    path: "analytics_etl.glue_config_paths",
    rule: `would upload two files as ${scriptFolder}/${name}`,
    found: folders.map((folder) => path.posix.join(folder, name)).join(", "),
    hint: "rename one of them",
  };
}

/** `io/read.py` -> `utils--io--read_py`. */
function idOf(kind: string, name: string): string {
  return [kind, ...name.split("/")].join("--").replaceAll(".", "_");
}
