import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./errors";
import { nearestHint } from "./nearest";

const FOLDER = "environments";
const ENDINGS = [".ts", ".tfvars.json"] as const;

/** Names of environments become names of stacks, folders and state files. A file that begins with `_` is shared code. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** @returns the names of the environments of a repository, sorted; an empty list when it has none. */
export function environmentNames(root: string): string[] {
  const folder = join(root, FOLDER);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.flatMap((file) => {
    const ending = ENDINGS.find((candidate) => file.endsWith(candidate));
    return ending === undefined ? [] : [file.slice(0, -ending.length)];
  });
  return [...new Set(names)].filter((name) => NAME.test(name)).sort();
}

/**
 * @returns the path of the one file that holds an environment, relative to the root; no other file is looked at.
 * @throws ConfigError when there is no such file, or two.
 */
export function environmentFile(root: string, name: string): string {
  const candidates = NAME.test(name) ? ENDINGS.map((ending) => `${FOLDER}/${name}${ending}`) : [];
  const files = candidates.filter((file) => existsSync(join(root, file)));
  const [file, second] = files;
  if (second !== undefined) {
    const rule = `holds the environment ${JSON.stringify(name)} a second time, beside ${String(file)}`;
    throw new ConfigError([{ file: second, path: "", rule, hint: "keep one of the two files" }]);
  }
  if (file === undefined) throw unknownEnvironment(root, name);
  return file;
}

function unknownEnvironment(root: string, name: string): ConfigError {
  const names = environmentNames(root);
  const rule = `has no environment ${JSON.stringify(name)}`;
  const hcl = `${FOLDER}/${name}.tfvars`;
  if (NAME.test(name) && existsSync(join(root, hcl))) {
    const hint = `${hcl} is in HCL's own syntax; write it as JSON, in ${hcl}.json`;
    return new ConfigError([{ file: FOLDER, path: "", rule, hint }]);
  }
  if (names.length === 0) {
    return new ConfigError([{ file: FOLDER, path: "", rule, hint: `write ${FOLDER}/<name>.ts or <name>.tfvars.json` }]);
  }
  return new ConfigError([
    { file: FOLDER, path: "", rule, allowed: names, hint: nearestHint(name, names, "environment") },
  ]);
}
