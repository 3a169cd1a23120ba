import { createHash } from "node:crypto";
import { ConfigError, type ConfigProblem } from "../errors";
import { locate, parseJson } from "../json";
import { Lines } from "../lines";
import { withoutSchemaKey } from "../schema-key";
import { parseYaml, type YamlFile } from "../yaml";
import { inFile, type ValueProblem } from "../zod-problems";
import { withoutComments } from "./comments";

/** A parsed file of jobs that still knows where its values stand. */
export interface JobFile {
  /** As the user named it. */
  readonly file: string;
  readonly value: unknown;
  /** What was read, without a byte order mark. */
  readonly text: string;
  readonly lines: Lines;
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string;
  /** The problem with its line and column. */
  placed(problem: ValueProblem): ConfigProblem;
}

/** The name of what comes from there, in errors. */
export const STANDARD_INPUT = "standard input";

type Format = "json" | "yaml";

/**
 * Reads YAML from a `.yaml` or `.yml` file, and JSON from a `.json` file, in which comments (`//`, `#`, `/* *\/`) may stand.
 * What has another name, or none, is JSON when it begins with a bracket, maybe behind comments, else YAML.
 *
 * @param file path to name in errors
 * @throws ConfigError with line and column of what is not valid
 */
export function parseJobFile(file: string, content: string, format?: Format): JobFile {
  const digest = createHash("sha256").update(content).digest("hex");
  const text = content.replace(/^\uFEFF/, "");
  const { value, placed } = parsed(file, text, format ?? formatOf(file, text));
  return { file, text, lines: new Lines(text), digest, value: withoutSchemaKey(value), placed };
}

function formatOf(file: string, text: string): Format {
  const [, ending] = /\.(json|ya?ml)$/i.exec(file) ?? [];
  if (ending !== undefined) return ending.toLowerCase() === "json" ? "json" : "yaml";
  return /^(?:\s|#[^\n]*)*(?:[{[]|\/[/*]|$)/.test(text) ? "json" : "yaml";
}

function parsed(file: string, content: string, format: Format): Pick<JobFile, "value" | "placed"> {
  if (format === "yaml") {
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
