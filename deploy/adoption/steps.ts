import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { stateFileName, stateKey } from "../../config/state-key";
import { stackFolderPath } from "../stack/folder";
import { type AdoptionCommand, copyOf, dapf, type Surroundings, terraform } from "./commands";
import type { StateSource } from "./state-source";

/** One step of an adoption: why, and the commands, each a list of words without quotes. */
export interface AdoptionStep {
  readonly purpose: "backup" | "hand-over" | "keep" | "plan" | "deploy";
  readonly commands: readonly AdoptionCommand[];
}

/** What the steps depend on. */
export interface StepOptions extends Surroundings {
  readonly environment: Environment;
  readonly source: StateSource;
  /** Addresses that are to leave the state. */
  readonly kept: readonly string[];
}

/**
 * The commands that adopt a state: back it up, hand it over to dapf's backend, take out what dapf knows nothing of (it
 * stays in the account), look, deploy.
 */
export function adoptionSteps(options: StepOptions): AdoptionStep[] {
  const { environment, source, local, kept } = options;
  const target = targetOf(environment, local);
  const isThere = isAt(source, target);
  const steps: AdoptionStep[] = [
    { purpose: "backup", commands: [copyOf(source, backupName(options), options)] },
    { purpose: "hand-over", commands: isThere ? connect(options, target) : handOver(options, target) },
    { purpose: "keep", commands: kept.length === 0 ? [] : [removal(options, target)] },
    { purpose: "plan", commands: [dapf(options, "plan", environment.name)] },
    { purpose: "deploy", commands: [dapf(options, "deploy", environment.name)] },
  ];
  return steps.filter(({ commands }) => commands.length > 0);
}

/** Where dapf keeps the state: a file (absolute path), or an object in S3. */
type Target = { readonly file: string } | { readonly bucket: string; readonly key: string };

function targetOf(environment: Environment, local: boolean): Target {
  const { root, settings } = environment;
  if (local) return { file: path.join(root, ".dapf", "local", stateFileName(environment)) };
  const { state_backend: remote } = settings;
  if (remote === undefined) return { file: path.join(root, stateFileName(environment)) };
  return { bucket: remote.bucket, key: stateKey(environment) };
}

function isAt(source: StateSource, target: Target): boolean {
  // With a byte order mark it is in its place, and nothing that Terraform can read.
  if ("file" in target)
    return source.kind === "file" && source.file === target.file && source.hasByteOrderMark !== true;
  return source.kind === "s3" && source.bucket === target.bucket && source.key === target.key;
}

const backupName = ({ environment }: StepOptions) => `${environment.name}.before-dapf.tfstate`;

function handOver(options: StepOptions, target: Target): AdoptionCommand[] {
  const backup = backupName(options);
  // Asks before it overwrites a state that is there already, for instance of a first try.
  if ("file" in target) return [{ words: ["cp", "-i", backup, path.relative(options.cwd, target.file)] }];
  const fromStack = path.relative(stackFolder(options), path.join(options.cwd, backup));
  return [...connect(options, target), inStack(options, "state", "push", fromStack)];
}

/** Makes Terraform know the backend of the synthesized stack. */
function connect(options: StepOptions, target: Target): AdoptionCommand[] {
  if ("file" in target) return [];
  return [dapf(options, "synth", options.environment.name), inStack(options, "init", "-input=false")];
}

function removal(options: StepOptions, target: Target): AdoptionCommand {
  const { kept, cwd } = options;
  if (!("file" in target)) return inStack(options, "state", "rm", ...kept);
  return { words: ["terraform", "state", "rm", `-state=${path.relative(cwd, target.file)}`, ...kept] };
}

const stackFolder = ({ environment }: StepOptions) => stackFolderPath(environment.root, environment.name);

function inStack(options: StepOptions, ...words: string[]): AdoptionCommand {
  return terraform(options, `-chdir=${path.relative(options.cwd, stackFolder(options))}`, ...words);
}
