import { readFileSync } from "node:fs";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import { locate, parseJson, type Position } from "../../config/json";
import { parseYaml } from "../../config/yaml";
import { inFile, type ValueProblem } from "../../config/zod-problems";

/** A file of jobs or of a payload, which still knows where its values stand. */
export interface ValueFile {
  /** As the user named it. */
  readonly file: string;
  readonly value: unknown;
  locate(path: readonly PropertyKey[]): Position;
}

/**
 * Reads JSON, or YAML 1.2 when the name ends in .yaml or .yml.
 *
 * @throws ConfigError when it is absent, unreadable or malformed
 */
export function readValueFile(file: string): ValueFile {
  const content = contentOf(file);
  if (/\.ya?ml$/i.test(file)) return { file, ...parseYaml(file, content) };
  const json = parseJson(file, content);
  if (json.repetitions.length > 0) throw new ConfigError(json.repetitions);
  return { file, value: json.value, locate: (path) => locate(json, path) };
}

/** @returns a problem of a value as one of the file, whose value stands at `at`. */
export function problemIn(file: ValueFile, problem: ValueProblem, at: readonly PropertyKey[] = []): ConfigProblem {
  const path = [...at, ...problem.path];
  const { line, column } = file.locate(path);
  return inFile({ ...problem, path }, { file: file.file, line, column });
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error);
    const rule = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    throw new ConfigError([{ file, path: "", rule }]);
  }
}
