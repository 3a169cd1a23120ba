import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { ConfigError, type ConfigProblem } from "../../config/errors";
import { filesUnder } from "../framework/files";
import type { BatchContext } from "./context";
import { bundle, importsOf, readModules, type PythonModules } from "./python-modules";

/** A file that a deployment uploads. */
export interface SourceFile {
  /** The path in the environment, relative to the repository root; of a module, relative to its folder. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
  /** Where it goes in the internal bucket. */
  readonly key: string;
}

/** A file that a deployment makes and uploads. */
export interface MadeFile {
  /** Where it goes in the internal bucket. */
  readonly key: string;
  readonly content: Uint8Array;
}

/** The Python of a context's Glue jobs. */
export interface Scripts {
  /**
   * dapf's own three, each with all that it imports. The HCL had one object in S3 for each of them; with modules beside
   * them, a deployment that is taken over would get objects that nobody asked for.
   */
  readonly submit: MadeFile;
  readonly statusCheck: MadeFile;
  readonly cleanUp: MadeFile;
  /** The team's own two. */
  readonly evaluation: SourceFile;
  readonly gatekeeper: SourceFile;
  /** Everything under `utils_path`. */
  readonly utils: readonly SourceFile[];
  /** The modules of dapf that the team's Python imports. */
  readonly library: readonly SourceFile[];
}

/** dapf's own part of the Glue jobs; a repository that uses dapf need not have it. */
const glueFolder = path.resolve(__dirname, "../../glue");
const libraryFolder = path.join(glueFolder, "utils");
/** Read and put together once, however many environments are synthesized. */
let libraryModules: PythonModules | undefined;
const bundles = new Map<string, Uint8Array>();

/**
 * Finds the scripts of a context.
 * @throws ConfigError when a file or folder that the environment names is missing, or two would be uploaded as one
 */
export function findScripts(environment: Environment, context: BatchContext): Scripts {
  const { root, settings } = environment;
  const key = (file: string) => `src/python/${context}/${path.basename(file)}`;
  const modules = (libraryModules ??= readModules(libraryFolder));
  const own = (name: string) => ({ content: bundled(path.join(context, name), modules), key: key(name) });
  const constant = {
    submit: own(`submit_${context}_job_awsbatch_statetable.py`),
    statusCheck: own(`${context}_job_awsbatch_status_check.py`),
    cleanUp: own("clean_up_job.py"),
  };

  const teams = (["evaluation", "gatekeeper"] as const).map((job) => {
    const name = settings[context][`${job}_job_params`].path;
    return { name, setting: `${context}.${job}_job_params.path`, file: path.join(root, name), key: key(name) };
  });
  const taken = new Map<string, string>(Object.values(constant).map(({ key }) => [key, "dapf's own"]));
  const problems = teams.flatMap((script): ConfigProblem[] => {
    const { file } = environment;
    if (!isFile(script.file)) return [missing(environment, script.setting, script.name)];
    const other = taken.get(script.key);
    taken.set(script.key, script.file);
    if (other === undefined || other === script.file) return [];
    const rule = `would be uploaded as ${script.key}, in the place of another script of the same name`;
    return [{ file, path: script.setting, rule, found: script.name, hint: "rename the file" }];
  });

  const utilsFolder = path.join(root, settings.utils_path);
  if (!fs.statSync(utilsFolder, { throwIfNoEntry: false })?.isDirectory()) {
    const rule = "must name a folder of the repository";
    problems.push({ file: environment.file, path: "utils_path", rule, found: settings.utils_path });
  }
  const [evaluation, gatekeeper] = teams;
  if (problems.length > 0 || evaluation === undefined || gatekeeper === undefined) throw new ConfigError(problems);

  const utils = filesUnder(utilsFolder).map((name) => ({
    name,
    file: path.join(utilsFolder, name),
    key: `src/python/utils/${name}`,
  }));
  const ofTheTeam = [evaluation, gatekeeper, ...utils].filter(({ file }) => file.endsWith(".py"));
  const imported = ofTheTeam.flatMap(({ file }) => importsOf(fs.readFileSync(file, "utf8"), modules));
  const library = [...new Set(imported)].sort().map((name) => ({
    name: `${name}.py`,
    file: path.join(libraryFolder, `${name}.py`),
    key: `src/python/dapf/${name}.py`,
  }));
  return { ...constant, evaluation, gatekeeper, utils, library };
}

/** One of dapf's scripts and the modules that it imports, in one file. */
function bundled(script: string, modules: PythonModules): Uint8Array {
  const known = bundles.get(script);
  if (known !== undefined) return known;
  const source = fs.readFileSync(path.join(glueFolder, script), "utf8");
  const made = Buffer.from(bundle(source, modules, `glue/${script}`));
  bundles.set(script, made);
  return made;
}

function missing({ file, root }: Environment, setting: string, script: string): ConfigProblem {
  const folder = path.dirname(script);
  const there = filesUnder(path.join(root, folder)).filter((name) => name.endsWith(".py") && !name.includes("/"));
  return {
    file,
    path: setting,
    rule: "must name a Python script that exists, relative to the repository root",
    found: script,
    ...(there.length === 0 ? {} : { allowed: there.map((name) => path.posix.join(folder, name)) }),
    hint: "its Glue job cannot run without it",
  };
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
