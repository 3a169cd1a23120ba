import { createHash } from "node:crypto";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import { locate, parseJson } from "../../config/json";
import { parseYaml, type YamlFile } from "../../config/yaml";
import { inFile, type ValueProblem } from "../../config/zod-problems";
import { withoutComments } from "./comments";

/** A parsed file of jobs that still knows where its values stand. */
export interface JobFile {
  /** As the user named it. */
  readonly file: string;
  readonly value: unknown;
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string;
  /** The problem with its line and column. */
  placed(problem: ValueProblem): ConfigProblem;
}

/**
 * Reads YAML from a `.yaml` or `.yml` file, and from any other JSON, in which comments (`//`, `#`, `/* *\/`) may stand.
 *
 * @param file path to name in errors
 * @throws ConfigError with line and column of what is not valid
 */
export function parseJobFile(file: string, content: string): JobFile {
  const digest = createHash("sha256").update(content).digest("hex");
  return { file, digest, ...parsed(file, content) };
}

function parsed(file: string, content: string): Pick<JobFile, "value" | "placed"> {
  if (/\.ya?ml$/i.test(file)) {
    const yaml = parseYaml(file, content);
    return { value: jobsOf(yaml), placed: (problem) => inFile(problem, { file, ...yaml.locate(problem.path) }) };
  }
  const json = parseJson(file, withoutComments(file, content));
  if (json.repetitions.length > 0) throw new ConfigError(json.repetitions);
  return {
    value: json.value,
    placed: (problem) => {
      const { line, column } = locate(json, problem.path);
      return inFile(problem, { file, line, column });
    },
  };
}

/** Beside `jobs`, a key is there for its anchors when one of them is used outside of it. */
function jobsOf({ value, anchored }: YamlFile): unknown {
  if (typeof value !== "object" || value === null || !("jobs" in value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key === "jobs" || !anchored.has(key)));
}
