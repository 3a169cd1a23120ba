import { deepMerge, withoutNulls } from "./deep-merge";
import { ConfigError, renderProblems, type ConfigProblem } from "./errors";
import { jobReference, type EtlNames } from "./etl-names";
import { etlDoubts, etlProblems, referencesOf, triggersOf } from "./etl-rules";
import { etlSchema, type EtlDefinitions } from "./etl-schema";
import { locate, parseJson, type JsonFile } from "./json";
import { nearestHint } from "./nearest";
import { placeholderProblems } from "./placeholders";
import { withoutSchemaKey } from "./schema-key";
import { readTextFile } from "./text-file";
import { inFile, validate, type ValueProblem } from "./zod-problems";

export type { EtlAction, EtlJob, EtlTrigger, EtlWorkflow } from "./etl-schema";

/** The analytics-ETL configuration of an environment; its strings still hold their `${tfvars_*}` placeholders. */
export interface EtlConfig extends EtlDefinitions {
  /** Paths of the files that it was read from, relative to the repository root, in order. */
  readonly files: readonly string[];
  /** What may be a mistake or may be meant: an error under `--strict`. */
  readonly warnings: readonly EtlWarning[];
}

export interface EtlWarning {
  /** For people; one line a problem. */
  readonly message: string;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the JSON templates of an analytics ETL and merges them in order.
 * @param root absolute path of the repository.
 * @param paths paths of the templates relative to the root (`analytics_etl.glue_config_paths`).
 * @param names of the environment, by which a job that is named in full is known for one of the configuration.
 * @throws ConfigError with every problem that could be found; unknown jobs of triggers are warnings instead.
 */
export function loadEtlConfig(root: string, paths: readonly string[], names: EtlNames): EtlConfig {
  const files = readAll(root, paths);
  const merged = withoutNulls(deepMerge(files.map((file) => withoutSchemaKey(file.value))));
  const { value, problems } = validate(etlSchema, merged);
  const found = [...problems, ...(value === undefined ? [] : etlProblems(value, names))].map((one) =>
    placeIn(files, one),
  );
  const all = [...files.flatMap(placeholderProblems), ...found];
  if (value === undefined || all.length > 0) throw new ConfigError(all);
  return {
    ...value,
    files: paths,
    warnings: [...repetitions(files), ...unknownJobs(value, files, names), ...neverFired(value, files, names)],
  };
}

/** Reads every file before it complains, so that one run shows the problems of all of them. */
function readAll(root: string, paths: readonly string[]): JsonFile[] {
  const problems: ConfigProblem[] = [];
  const files = paths.flatMap((file) => {
    try {
      return [parseJson(file, readTextFile(root, file, "analytics_etl.glue_config_paths names it"))];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return files;
}

/** A merged value stands in the last file that has it; what is missing, where the last file has the most of its path. */
function placeIn(files: readonly JsonFile[], problem: ValueProblem): ConfigProblem {
  const places = files.map((json) => ({ json, ...locate(json, problem.path) }));
  const best = places.reduce((chosen, place) => (place.depth >= chosen.depth ? place : chosen));
  return inFile(problem, { file: best.json.file, line: best.line, column: best.column });
}

function repetitions(files: readonly JsonFile[]): EtlWarning[] {
  const problems = files.flatMap((file) => file.repetitions);
  return problems.length === 0 ? [] : [{ message: renderProblems(problems), problems }];
}

function unknownJobs(definitions: EtlDefinitions, files: readonly JsonFile[], names: EtlNames): EtlWarning[] {
  const keys = Object.keys(definitions.jobs);
  const problems = triggersOf(definitions.workflows)
    .flatMap(referencesOf)
    .flatMap(({ item, path }) => {
      const name = item.job_name;
      if (name === undefined || jobReference(definitions, name, names).kind === "own") return [];
      const rule = `names the job ${JSON.stringify(name)}, which the configuration does not define`;
      return [placeIn(files, { path: [...path, "job_name"], rule, hint: nearestHint(name, keys, "key") })];
    });
  if (problems.length === 0) return [];
  const advice = "A job that exists without this configuration is named in full; otherwise mend the name:";
  return [{ message: `${advice}\n${renderProblems(problems)}`, problems }];
}

function neverFired(definitions: EtlDefinitions, files: readonly JsonFile[], names: EtlNames): EtlWarning[] {
  const problems = etlDoubts(definitions, names).map((one) => placeIn(files, one));
  return problems.length === 0 ? [] : [{ message: renderProblems(problems), problems }];
}
