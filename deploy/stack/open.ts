import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { isEmbedded } from "../../config/embedded";
import type { Lock } from "../../locks";
import { type Product, terraformPlatform } from "../../tools";
import { providerNeed, type ProviderNeed } from "../provider/address";
import { findProviderSource } from "../provider/mirror";
import { registryProbe } from "../provider/registry-probe";
import { ProviderMemory, type ProviderSource } from "../provider/source";
import type { InterruptSource } from "../terraform/interrupts";
import type { Emit } from "./events";
import {
  copyStack,
  isForEmbeddedAws,
  localStateFile,
  readStackFolder,
  type StackFolder,
  stackFolderIn,
} from "./folder";
import type { FindProviders, StackContext } from "./init";
import { InitRecord } from "./init-record";
import { moduleAddress } from "./module-target";
import { type OnState, StackRun } from "./run";
import { finishedRuns, type RunFolder } from "./run-folder";
import { synthesize } from "./synth";
import { inStateTurn } from "./turn";

/** What every command that works on an environment's stack needs to know. */
export interface StackOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Absolute path of the program that synthesizes, `main.ts`. */
  readonly program: string;
  readonly environment: string;
  /** Modules to limit the command to, as the user wrote them. */
  readonly targets: readonly string[];
  readonly strict: boolean;
  /** How many operations Terraform may run at once; its own default when undefined. */
  readonly parallelism: number | undefined;
  /** Addresses of what a plan may delete or replace although it holds state. @default none */
  readonly allowDestroy?: readonly string[];
  /** Environment variables of Terraform and of the synthesis; `AWS_ENDPOINT_URL` decides which AWS it is. */
  readonly variables: NodeJS.ProcessEnv;
  readonly emit: Emit;
  readonly interrupts: InterruptSource;
  /** Milliseconds to wait while somebody else deploys or destroys the same environment. @default ten minutes */
  readonly lockTimeout?: number | undefined;
  /**
   * Whether every request to AWS that may change something has its answer, so that an interrupt loses none.
   * @default unknown: an interrupt waits for a few seconds
   */
  readonly isSettled?: () => Promise<boolean>;
  /** Told of each Terraform process, which outlives dapf, should that be killed. @default nobody else has to know */
  readonly onProcess?: (pid: number) => void;
}

/** A stack that Terraform can work on. */
export interface OpenStack {
  readonly run: StackRun;
  /** Addresses of the modules that the targets name. */
  readonly targets: readonly string[];
  readonly stack: StackFolder;
}

/** What a run has for itself. */
export interface RunBase {
  readonly folder: RunFolder;
  /** Of the environment, when the run changes it. */
  readonly lock?: Lock;
}

/**
 * Synthesizes the environment into the folder of a run, and gets Terraform ready for it.
 *
 * @throws SynthError, InterruptedError, UnknownModuleError
 */
export async function openFreshStack(options: StackOptions, base: RunBase): Promise<OpenStack> {
  const { folder } = base;
  try {
    await synthesize({ ...options, outFolder: folder.path });
  } catch (error) {
    folder.discardStack();
    throw error;
  }
  return open(options, base);
}

/**
 * Takes the stack of the last run that was for the same AWS, or synthesizes it when there is none.
 *
 * @throws SynthError, InterruptedError, UnknownModuleError
 */
export async function openExistingStack(options: StackOptions, base: RunBase): Promise<OpenStack> {
  const { root, environment, variables } = options;
  const copy = stackFolderIn(base.folder.path, environment);
  for (const earlier of finishedRuns(root, environment)) {
    if (!copyStack(stackFolderIn(earlier, environment), copy)) continue;
    const stack = readStackFolder(copy);
    if (stack !== undefined && isForEmbeddedAws(stack, root) === isEmbedded(variables)) return open(options, base);
  }
  return openFreshStack(options, base);
}

/** @returns the providers that the modules of a stack ask for, each once. */
function providersOf(stack: StackFolder, product: Product): ProviderNeed[] {
  const platform = terraformPlatform(process.platform, process.arch);
  const bySource = new Map<string, ProviderNeed>();
  for (const { source, version } of stack.modules.flatMap((module) => Object.values(module.requiredProviders))) {
    const need = providerNeed(source, version, platform, product);
    // Modules that inherit the provider say no version; the root, which comes first, does.
    if (!bySource.has(source)) bySource.set(source, need);
  }
  return [...bySource.values()];
}

function open(options: StackOptions, base: RunBase): OpenStack {
  const { environment, variables } = options;
  const stack = stackIn(base.folder, environment);
  // Stacks for different accounts have different backends, and each is initialized for its own.
  const run = runIn(options, stack, base, `${environment}${isEmbedded(variables) ? ".local" : ""}`);
  return { run, stack, targets: options.targets.map((target) => moduleAddress(target, stack.modules)) };
}

/** @returns the stack that has been synthesized into the folder of a run */
export function stackIn({ path: folder }: Pick<RunFolder, "path">, environment: string): StackFolder {
  const stack = readStackFolder(stackFolderIn(folder, environment));
  if (stack === undefined) throw new Error(`no stack of ${environment} in ${folder} after its synthesis`);
  return stack;
}

/**
 * @param initName tells apart what is initialized differently, see `InitRecord`
 * @returns Terraform at work on a stack
 */
export function runIn(options: StackOptions, stack: StackFolder, base: RunBase, initName: string): StackRun {
  const { root, variables } = options;
  const context = contextIn(options, stack.path, base);
  const configFile = path.join(base.folder.scratch, "terraform.rc");
  const find: FindProviders = (product, fresh) =>
    findProviders(root, variables, providersOf(stack, product), configFile, product, fresh);
  const stateFile = localStateFile(stack);
  const onState: OnState = (command, act) =>
    stateFile === undefined ? act() : inStateTurn(options, stateFile, command, act);
  return new StackRun(
    context,
    stack,
    find,
    new InitRecord(root, `${initName}${programSuffix(context.binary)}`),
    onState,
  );
}

/** Terraform and OpenTofu install the same providers from different registries: neither takes over what the other has made. */
function programSuffix(binary: string): string {
  const name = path.basename(binary);
  return name === "terraform" ? "" : `.${name}`;
}

type ContextOptions = Pick<StackOptions, "variables" | "emit" | "interrupts" | "isSettled" | "onProcess">;

/** @param folder absolute path of the folder that Terraform runs in */
export function contextIn(
  { variables, emit, interrupts, isSettled, onProcess: tell }: ContextOptions,
  folder: string,
  { folder: run, lock }: RunBase,
): StackContext {
  // The same variable that cdktf-cli reads.
  const binary = variables.TERRAFORM_BINARY_NAME ?? "terraform";
  const onProcess = (pid: number) => {
    run.include(pid);
    lock?.include(pid);
    tell?.(pid);
  };
  return { binary, folder, run, variables, emit, interrupts, isSettled, onProcess };
}

/**
 * Finds out where the AWS provider comes from, for commands that run without dapf.
 *
 * @throws ProviderMirrorError, ProviderUnreachableError
 */
export function findStackProviders(
  root: string,
  variables: NodeJS.ProcessEnv,
  product: Product,
): Promise<ProviderSource> {
  const file = require.resolve("@cdktf/provider-aws/package.json");
  const { provider } = providerPackage.parse(JSON.parse(fs.readFileSync(file, "utf8"))).cdktf;
  const platform = terraformPlatform(process.platform, process.arch);
  // The package names Terraform's registry; stacks name none, and mean that of whoever runs them.
  const source = provider.name.replace(/^registry\.terraform\.io\//, "");
  const needs = [providerNeed(source, provider.version, platform, product)];
  return findProviders(root, variables, needs, path.join(root, ".dapf", "terraform.rc"), product, false);
}

/** The package says which version of the provider its classes were generated from; stacks ask for that one. */
const providerPackage = z.object({
  cdktf: z.object({ provider: z.object({ name: z.string(), version: z.string() }) }),
});

/**
 * @param configFile absolute path of the file that makes a mirror known to Terraform, should it need one
 * @param fresh whether to look again in spite of what an earlier run found
 */
function findProviders(
  root: string,
  variables: NodeJS.ProcessEnv,
  needs: readonly ProviderNeed[],
  configFile: string,
  product: Product,
  fresh: boolean,
): Promise<ProviderSource> {
  if (fresh) new ProviderMemory(root).forget();
  const home = variables.HOME ?? os.homedir();
  const { uid } = os.userInfo();
  return findProviderSource({
    root,
    configFile,
    variables,
    home,
    uid,
    needs,
    product,
    probe: registryProbe(variables),
  });
}
