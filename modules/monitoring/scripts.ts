import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment, EnvironmentSettings } from "../../config/environment";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import { filesUnder } from "../framework/files";

/** The monitoring jobs, by what they watch. */
export const monitored = [
  "data_quality",
  "feature_store",
  "inferencing_model_quality",
  "training_model_quality",
] as const;
export type Monitored = (typeof monitored)[number];

/** The team's script of one job, and the arguments that the team adds. */
export interface MonitoringScript {
  /** Relative to the repository root, as the environment names it. */
  readonly path: string;
  /** Absolute path. */
  readonly file: string;
  /** Where it goes in the internal bucket of training. */
  readonly key: string;
  readonly additionalArguments: Readonly<Record<string, string>>;
}
export type MonitoringScripts = Readonly<Record<Monitored, MonitoringScript>>;

type JobParams = NonNullable<EnvironmentSettings["monitoring"]["glue_data_quality_params"]>;

/**
 * Finds the scripts of the monitoring jobs.
 * @throws ConfigError that lists every setting that is missing, every script that is not there, and scripts of different
 *   folders that would be uploaded as one
 */
export function findMonitoringScripts(environment: Environment): MonitoringScripts {
  const problems: ConfigProblem[] = [];
  const taken = new Map<string, string>();
  const find = (job: Monitored): MonitoringScript => {
    const params = environment.settings.monitoring[`glue_${job}_params`];
    const script = scriptOf(environment, params);
    problems.push(...problemsOf(environment, job, params, script, taken));
    taken.set(script.key, script.file);
    return script;
  };
  const scripts = {
    data_quality: find("data_quality"),
    feature_store: find("feature_store"),
    inferencing_model_quality: find("inferencing_model_quality"),
    training_model_quality: find("training_model_quality"),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return scripts;
}

/** The addresses in S3 of the shared Python that Glue puts beside a script: what lies directly under `utils_path`. */
export function sharedModules({ root, settings }: Environment, bucket: string): string[] {
  return filesUnder(path.join(root, settings.utils_path))
    .filter((file) => /^[^/]+\.py$/.test(file))
    .map((file) => `s3://${bucket}/src/python/utils/${file}`);
}

function scriptOf({ root }: Environment, params: JobParams | undefined): MonitoringScript {
  const script = params?.path ?? "";
  return {
    path: script,
    file: path.join(root, script),
    key: `src/python/monitoring/${path.basename(script)}`,
    additionalArguments: params?.additional_arguments ?? {},
  };
}

function problemsOf(
  { file, root }: Environment,
  job: Monitored,
  params: JobParams | undefined,
  script: MonitoringScript,
  taken: ReadonlyMap<string, string>,
): ConfigProblem[] {
  const setting = `monitoring.glue_${job}_params`;
  if (params === undefined) {
    const hint = 'give it a path, e.g. { "path": "model/common/monitoring/data_quality.py" }';
    return [{ file, path: setting, rule: "is required when enable_monitoring is true", hint }];
  }
  const place = { file, path: `${setting}.path`, found: params.path };
  if (!isFile(script.file)) {
    const folder = path.posix.dirname(params.path);
    const there = filesUnder(path.join(root, folder)).filter((name) => /^[^/]+\.py$/.test(name));
    return [
      {
        ...place,
        rule: "must name a Python script that exists, relative to the repository root",
        ...(there.length === 0 ? {} : { allowed: there.map((name) => path.posix.join(folder, name)) }),
        hint: "its Glue job cannot run without it",
      },
    ];
  }
  const other = taken.get(script.key);
  if (other === undefined || other === script.file) return [];
  const rule = `would be uploaded as ${script.key}, in the place of another script of the same name`;
  return [{ ...place, rule, hint: "rename the file" }];
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
