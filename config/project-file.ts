import { statSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "./environment";
import { ConfigError } from "./errors";

/**
 * Finds a file that an environment names.
 *
 * @param file path relative to the repository root
 * @param key the setting that names it, e.g. `training.gatekeeper_job_params.path`
 * @returns the absolute path
 * @throws ConfigError that names the environment file, the setting and the path when there is no such file
 */
export function projectFile(environment: Environment, file: string, key: string): string {
  const absolute = join(environment.root, file);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile()) return absolute;
  throw new ConfigError([
    {
      file: environment.file,
      path: key,
      rule: "must be the path of a file, relative to the repository root",
      found: file,
      hint: "no file is there",
    },
  ]);
}
