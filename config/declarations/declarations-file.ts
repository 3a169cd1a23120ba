import { ConfigError } from "../errors";
import { locate, parseJson, type Position } from "../json";
import { withoutSchemaKey } from "../schema-key";
import { readTextFile } from "../text-file";
import { loadTypeScript } from "../typescript-file";
import { parseYaml } from "../yaml";

/** What a file of declarations says. */
export interface DeclarationsFile {
  /** Path relative to the repository root. */
  readonly file: string;
  readonly value: unknown;
  /** Where the value at a path stands; not known of TypeScript. */
  locate?(path: readonly PropertyKey[]): Position;
}

/**
 * Reads a file of declarations by what its name ends in.
 *
 * @param root absolute path of the repository
 * @param file path relative to it
 * @param named what names it, for when it is absent: `training_queues.path of environments/dev.ts`
 * @throws ConfigError when it is absent, or no TypeScript, JSON or YAML
 */
export function readDeclarations(root: string, file: string, named: string): DeclarationsFile {
  const content = readTextFile(root, file, `${named} names it`);
  if (file.endsWith(".ts")) {
    const exported = loadTypeScript(root, file);
    return { file, value: "default" in exported ? exported.default : exported };
  }
  if (file.endsWith(".json")) {
    const json = parseJson(file, content);
    if (json.repetitions.length > 0) throw new ConfigError(json.repetitions);
    return { file, value: withoutSchemaKey(json.value), locate: (path) => locate(json, path) };
  }
  const { value, locate: place } = parseYaml(file, content);
  return { file, value: withoutSchemaKey(value), locate: place };
}
