import type { Environment } from "./environment";
import { environmentFile, environmentNames } from "./environment-files";
import { ConfigError, type ConfigProblem } from "./errors";
import { locate, parseJson, type JsonFile } from "./json";
import { prefixOf, prefixProblems } from "./prefix";
import { REGION_NAMES } from "../aws/regions";
import { environmentSchema } from "./schema";
import { withoutSchemaKey } from "./schema-key";
import { readTextFile } from "./text-file";
import { loadTypeScript } from "./typescript-file";
import { inFile, validate, type ValueProblem } from "./zod-problems";

export { environmentNames } from "./environment-files";

/**
 * Loads one environment; the files of the others are not read.
 * @param root absolute path of the repository.
 * @param name of `environments/<name>.ts` (default export) or `environments/<name>.tfvars.json`.
 * @throws ConfigError with every problem of the file.
 */
export function loadEnvironment(root: string, name: string): Environment {
  const file = environmentFile(root, name);
  return file.endsWith(".json") ? fromTfvars(root, name, file) : fromModule(root, name, file);
}

/**
 * Loads several environments, and checks that they leave each other's names alone.
 * @param names which; all of the repository when left out.
 * @throws ConfigError with every problem of every file.
 */
export function loadEnvironments(root: string, names: readonly string[] = environmentNames(root)): Environment[] {
  const problems: ConfigProblem[] = [];
  const environments = names.flatMap((name) => {
    try {
      return [loadEnvironment(root, name)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  problems.push(...sharedPrefixes(environments));
  if (problems.length > 0) throw new ConfigError(problems);
  return environments;
}

/**
 * Validates what an environment file says.
 * @param input the value of the file.
 * @param json the file itself when it is JSON, so that problems get line and column.
 * @throws ConfigError with every problem of the value.
 */
export function parseEnvironment(
  place: Pick<Environment, "root" | "name" | "file">,
  input: unknown,
  json?: JsonFile,
): Environment {
  const { value, problems } = validate(environmentSchema, input);
  const all = [...problems, ...prefixProblemsOf(input)];
  if (value === undefined || all.length > 0) throw new ConfigError(all.map((one) => placeIn(place.file, one, json)));
  return { ...place, prefix: prefixOf(value), settings: value };
}

function fromTfvars(root: string, name: string, file: string): Environment {
  const json = parseJson(file, readTextFile(root, file));
  if (json.repetitions.length > 0) throw new ConfigError(json.repetitions);
  return parseEnvironment({ root, name, file }, withoutSchemaKey(json.value), json);
}

function fromModule(root: string, name: string, file: string): Environment {
  const exported = loadTypeScript(root, file);
  if (!("default" in exported)) {
    const hint = "write `export default defineEnvironment({ ... })`";
    throw new ConfigError([{ file, path: "", rule: "has no default export", hint }]);
  }
  return parseEnvironment({ root, name, file }, exported.default);
}

/**
 * Of the raw value, so that a prefix that is too long is reported together with whatever else is wrong. Not while the
 * region is wrong: how long the prefix will be is not known then.
 */
function prefixProblemsOf(input: unknown): ValueProblem[] {
  if (typeof input !== "object" || input === null) return [];
  const { use_case_name, env, region } = input as Record<string, unknown>; // Cast: any object can be read by key.
  if (typeof use_case_name !== "string" || typeof env !== "string" || typeof region !== "string") return [];
  if (!REGION_NAMES.includes(region)) return [];
  return prefixProblems({ use_case_name, env, region });
}

function placeIn(file: string, problem: ValueProblem, json: JsonFile | undefined): ConfigProblem {
  if (json === undefined) return inFile(problem, { file });
  const { line, column } = locate(json, problem.path);
  return inFile(problem, { file, line, column });
}

/** Names of buckets are unique in all of AWS, so that a prefix cannot serve two environments even of two accounts. */
function sharedPrefixes(environments: readonly Environment[]): ConfigProblem[] {
  const first = new Map<string, Environment>();
  return environments.flatMap((environment) => {
    const { prefix, file, settings } = environment;
    const other = first.get(prefix);
    if (other === undefined) {
      first.set(prefix, environment);
      return [];
    }
    const sameAccount = other.settings.account_number === settings.account_number;
    const what = sameAccount ? "every name in it" : "the names of its S3 buckets, which are unique in all of AWS";
    const rule = `has the prefix ${JSON.stringify(prefix)} of ${other.file}, and they would fight over ${what}`;
    return [{ file, path: "", rule, hint: "change use_case_name or env in one of them" }];
  });
}
