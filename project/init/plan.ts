import * as fs from "node:fs";
import { environmentNames } from "../../config/environment-files";
import { ModulePackageError, NotEmptyError } from "./errors";
import { packageJson } from "./package-json";
import { Present } from "./present";
import { ENVIRONMENT, initPrefix, initSettings, type InitSettings } from "./settings";
import { templateFiles } from "./template";
import * as texts from "./texts";

export interface InitOptions extends Partial<InitSettings> {
  /** Absolute path of the project; need not be there. */
  readonly folder: string;
  /** Whether files that are there and say something else are replaced. */
  readonly overwrite: boolean;
}

/** What becomes of a file: `same` when it is there as it would be made, `kept` when it is there and says something else. */
export type FileAction = "new" | "changed" | "overwritten" | "kept" | "same";

export interface PlannedFile {
  /** Path in the project, with `/`. */
  readonly path: string;
  readonly action: FileAction;
  /** Of a file that is changed: what is added to it. */
  readonly added?: readonly string[];
  /** What is written, unless it is kept or the same. */
  readonly content: Buffer;
}

export interface InitPlan {
  /** Absolute path. */
  readonly folder: string;
  /** The environment that `npm start` deploys. */
  readonly environment: string;
  /** What the names of its resources begin with; undefined when the environment is there already. */
  readonly prefix: string | undefined;
  /** Whether there was nothing but what `npm install` and `git init` make. */
  readonly isNew: boolean;
  readonly files: readonly PlannedFile[];
}

const OF_A_NEW_FOLDER = ["package.json", "package-lock.json", "node_modules", ".git", ".gitignore", "README.md"];

/** Copied files that name environments, and what makes those of the project of them. */
const ADAPTED: Readonly<Partial<Record<string, (text: string, environment: string) => string>>> = {
  "jenkins/environments.json": texts.pipelineEnvironments,
  ".github/workflows/infra.yml": texts.environmentWorkflow,
  ".github/workflows/jobs.yml": texts.environmentWorkflow,
};

/**
 * Looks what a folder lacks to be a project. Changes nothing.
 *
 * @throws InitSettingsError, NotEmptyError, InTheWayError, ModulePackageError, ConfigError when its package.json is none
 */
export function planInit({ folder, overwrite, ...given }: InitOptions): InitPlan {
  const settings = initSettings(folder, given);
  const present = new Present(folder);
  const [existing] = environmentNames(folder);
  const environment = existing ?? ENVIRONMENT;

  const own = packageJson(folder, environment, present.read("package.json"));
  if (own.isModule) throw new ModulePackageError(folder);
  const plan = (file: string, text: string | Buffer): PlannedFile => {
    const content = Buffer.from(text);
    const before = present.read(file);
    if (before === undefined) return { path: file, action: "new", content };
    if (before.equals(content)) return { path: file, action: "same", content };
    return { path: file, action: overwrite ? "overwritten" : "kept", content };
  };
  const change = (file: string, text: string, added: readonly string[]): PlannedFile => {
    const planned = plan(file, text);
    return planned.action === "new" || planned.action === "same" ? planned : { ...planned, action: "changed", added };
  };

  const program = [plan("cdktf.json", texts.cdktfJson()), plan("main.ts", texts.MAIN)].map((file) => {
    return isOurs(file.path, present) ? { ...file, action: "same" as const } : file;
  });
  const taken = program.filter(({ action }) => action === "kept").map((file) => file.path);
  if (taken.length > 0) throw new NotEmptyError(folder, taken);

  const ignored = ignoreFile(present.read(".gitignore"));
  const copied = templateFiles().map((file) => {
    const content = fs.readFileSync(file.source);
    const adapt = ADAPTED[file.path];
    return plan(file.path, adapt === undefined ? content : adapt(content.toString("utf8"), environment));
  });
  const environmentFiles = [
    plan(`environments/${ENVIRONMENT}.ts`, texts.environmentText(settings)),
    plan(`environments/${ENVIRONMENT}.queues.ts`, texts.queuesText(settings)),
  ];
  return {
    folder,
    environment,
    prefix: existing === undefined ? initPrefix(settings) : undefined,
    isNew: present.names.every((name) => OF_A_NEW_FOLDER.includes(name)),
    files: [
      change("package.json", own.text, own.added),
      plan("tsconfig.json", texts.tsconfigJson()),
      ...program,
      change(".gitignore", ignored.text, ignored.added),
      ...(existing === undefined ? environmentFiles : []),
      ...withoutTaken(copied, present),
    ],
  };
}

/** A folder that holds files of somebody else's stays as it is: half an example in it would be deployed with theirs. */
function withoutTaken(files: readonly PlannedFile[], present: Present): readonly PlannedFile[] {
  const known = new Set(files.map((file) => file.path));
  const top = (file: string) => file.split("/")[0] ?? file;
  const taken = new Set(["analytics-etl", "model", "utils"].filter((name) => present.others(name, known).length > 0));
  return files.filter((file) => !taken.has(top(file.path)) || present.read(file.path) !== undefined);
}

/** Of an earlier `dapf init`, whatever else has become of them. */
function isOurs(file: string, present: Present): boolean {
  const word = file === "main.ts" ? "synthesizePlatform" : texts.APP;
  return present.read(file)?.includes(word) === true;
}

function ignoreFile(existing: Buffer | undefined): { text: string; added: readonly string[] } {
  const before = existing?.toString("utf8") ?? "";
  const lines = before.split(/\r?\n/).map((line) => line.trim());
  const added = texts.IGNORED.filter((line) => !lines.includes(line) && !lines.includes(line.replace(/\/$/, "")));
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  return { text: added.length === 0 ? before : `${start}${added.join("\n")}\n`, added };
}
