import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { isEmbedded } from "../config/embedded";
import type { Emit, SynthResult } from "./events";
import type { InterruptSource } from "./interrupts";
import { moduleAddress } from "./module-target";
import { providerNeed, type ProviderNeed, terraformPlatform } from "./provider-address";
import { findProviderSource } from "./provider-mirror";
import { ProviderMemory, type ProviderSource } from "./provider-source";
import { registryProbe } from "./registry-probe";
import { isForEmbeddedAws, readStackFolder, type StackFolder, stackFolderPath } from "./stack-folder";
import { StackRun } from "./stack-run";
import { synthesize } from "./synth";
import type { TerraformContext } from "./terraform-stream";

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
  /**
   * Whether every request to AWS that may change something has its answer, so that an interrupt loses none.
   * @default unknown: an interrupt waits for a few seconds
   */
  readonly isSettled?: () => Promise<boolean>;
}

/** A stack that Terraform can work on. */
export interface OpenStack {
  readonly run: StackRun;
  /** Addresses of the modules that the targets name. */
  readonly targets: readonly string[];
}

/** @throws SynthError, InterruptedError */
export function synthesizeEnvironment(options: StackOptions): Promise<SynthResult> {
  return synthesize(options);
}

/**
 * Synthesizes the environment and gets Terraform ready for it.
 *
 * @throws SynthError, InterruptedError, UnknownModuleError
 */
export async function openFreshStack(options: StackOptions): Promise<OpenStack> {
  await synthesize(options);
  return open(options, readExisting(options));
}

/**
 * Takes the stack as it was last synthesized, if it is for the same AWS; else synthesizes it.
 *
 * @throws SynthError, InterruptedError, UnknownModuleError
 */
export async function openExistingStack(options: StackOptions): Promise<OpenStack> {
  const stack = readStackFolder(stackFolderPath(options.root, options.environment));
  const fits = stack !== undefined && isForEmbeddedAws(stack, options.root) === isEmbedded(options.variables);
  return fits ? open(options, stack) : openFreshStack(options);
}

/** @returns the providers that the modules of a stack ask for, each once. */
export function providersOf(stack: StackFolder): ProviderNeed[] {
  const platform = terraformPlatform(process.platform, process.arch);
  const bySource = new Map<string, ProviderNeed>();
  for (const { source, version } of stack.modules.flatMap((module) => Object.values(module.requiredProviders))) {
    const need = providerNeed(source, version, platform);
    // Modules that inherit the provider say no version; the root, which comes first, does.
    if (!bySource.has(source)) bySource.set(source, need);
  }
  return [...bySource.values()];
}

function readExisting({ root, environment }: StackOptions): StackFolder {
  const folder = stackFolderPath(root, environment);
  const stack = readStackFolder(folder);
  if (stack === undefined) throw new Error(`no stack in ${folder} after its synthesis`);
  return stack;
}

function open(options: StackOptions, stack: StackFolder): OpenStack {
  const run = runIn(options, stack, path.join(options.root, ".dapf", "runs", options.environment));
  return { run, targets: options.targets.map((target) => moduleAddress(target, stack.modules)) };
}

/** @returns Terraform at work on a stack, with its logs and plans in `runFolder`. */
export function runIn(options: StackOptions, stack: StackFolder, runFolder: string): StackRun {
  const { root, variables } = options;
  const context = contextIn(options, stack.path, runFolder);
  return new StackRun(context, stack, (fresh) => findProviders(root, variables, providersOf(stack), fresh));
}

/**
 * @param folder absolute path of the folder that Terraform runs in
 * @param runFolder absolute path of the folder for logs and plans
 */
export function contextIn(
  { variables, emit, interrupts, isSettled }: Pick<StackOptions, "variables" | "emit" | "interrupts" | "isSettled">,
  folder: string,
  runFolder: string,
): TerraformContext {
  // The same variable that cdktf-cli reads.
  const binary = variables.TERRAFORM_BINARY_NAME ?? "terraform";
  return { binary, folder, runFolder, variables, emit, interrupts, isSettled };
}

/**
 * Finds out where the AWS provider comes from, for commands that run without dapf.
 *
 * @throws ProviderUnreachableError
 */
export function findStackProviders(root: string, variables: NodeJS.ProcessEnv): Promise<ProviderSource> {
  const file = require.resolve("@cdktf/provider-aws/package.json");
  const { provider } = providerPackage.parse(JSON.parse(fs.readFileSync(file, "utf8"))).cdktf;
  const platform = terraformPlatform(process.platform, process.arch);
  return findProviders(root, variables, [providerNeed(provider.name, provider.version, platform)], false);
}

/** The package says which version of the provider its classes were generated from; stacks ask for that one. */
const providerPackage = z.object({
  cdktf: z.object({ provider: z.object({ name: z.string(), version: z.string() }) }),
});

/** @param fresh whether to look again in spite of what an earlier run found */
function findProviders(
  root: string,
  variables: NodeJS.ProcessEnv,
  needs: readonly ProviderNeed[],
  fresh: boolean,
): Promise<ProviderSource> {
  if (fresh) new ProviderMemory(root).forget();
  const home = variables.HOME ?? os.homedir();
  return findProviderSource({ root, variables, home, uid: os.userInfo().uid, needs, probe: registryProbe(variables) });
}
