import type { Command } from "commander";
import { environmentNames, loadEnvironment } from "../config/loader";
import { ConfigError } from "../config/errors";
import type { Environment } from "../config/environment";
import type { StackOptions } from "../deploy";
import { type AccountFlags, accountVariables, checkRegion, withAccountFlags } from "./account-flags";
import { type EmbeddedAws, seedFor } from "./embedded-aws";
import type { EmbeddedWork } from "./embedded-work";
import type { Host } from "./host";
import { LiveRenderer } from "./render/live-renderer";
import { PlainRenderer } from "./render/plain-renderer";
import type { Renderer } from "./render/renderer";
import { isLive, styleFor } from "./render/style";
import { type ToolFlags, terraformVariables } from "./tools";
import { UsageError } from "./usage-error";

/** What the commands get to work with. */
export interface CommandContext {
  readonly host: Host;
  /** Loads the library of the embedded AWS. */
  readonly embedded: () => Promise<EmbeddedAws>;
  /** For a command that works with the one of this clone, which nobody stops until the command is over. */
  readonly work: Pick<EmbeddedWork, "begin" | "include" | "noteStart">;
  /** Sets the exit code of a command that succeeds. */
  readonly exitWith: (code: number) => void;
}

/** Options that all commands on an environment's stack share; commander fills them in. */
export interface StackFlags extends AccountFlags, ToolFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly target?: readonly string[];
  readonly parallelism?: number;
  readonly allowDestroy?: readonly string[];
  readonly lockTimeout?: number;
}

/** Adds the flags for the account, `--json` and `--strict`. */
export function withCommonFlags(command: Command): Command {
  return withAccountFlags(command)
    .option("--json", "print one JSON object on standard output; progress goes to standard error")
    .option("--strict", "treat warnings that may be mistakes (missing scripts, unknown jobs) as errors");
}

/** Adds `--yes`, for a command that runs Terraform. */
export function withYes(command: Command): Command {
  return command.option("--yes", "download Terraform when there is none, without asking");
}

/** Adds `--yes`, `--target`, `--parallelism` and `--allow-destroy`. */
export function withTerraformFlags(command: Command): Command {
  const repeatable = (value: string, before: readonly string[] = []) => [...before, value];
  return withYes(command)
    .option("--target <module>", "only this module and what it needs: analytics_etl.glue_wfs (repeatable)", repeatable)
    .option(
      "--parallelism <n>",
      "how many operations Terraform runs at once (default: 10; 20 with --local)",
      wholeNumber,
    )
    .option(
      "--allow-destroy <address>",
      "let the plan delete or replace this resource although it holds state; a module when destroying (repeatable)",
      repeatable,
    );
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new UsageError(`--parallelism takes a number from 1 to 999, not ${value}`);
  return Number(value);
}

/**
 * @throws UsageError when there is no such environment, ConfigError when it is there and wrong
 */
export function environmentOf(host: Host, name: string): Environment {
  try {
    return loadEnvironment(host.root, name);
  } catch (error) {
    const isKnown = environmentNames(host.root).includes(name);
    if (error instanceof ConfigError && !isKnown) throw new UsageError(error.message);
    throw error;
  }
}

/** How much a command shows of what it hears. */
export interface Verbosity {
  /** Whether every single creation of a plan gets a line. @default false */
  readonly fullPlan?: boolean;
  /** Whether warnings of the synthesis are shown to the end. @default false */
  readonly fullWarnings?: boolean;
  /** Whether to say where the synthesized stack is. @default false */
  readonly showFolder?: boolean;
}

const SHORT_WARNING_LINES = 5;

/** @returns the renderer for progress: live in a terminal, a log elsewhere; off standard output when that is for JSON. */
export function rendererFor(
  host: Host,
  flags: StackFlags,
  { fullPlan = false, fullWarnings = false, showFolder = false }: Verbosity = {},
): Renderer {
  const stream = flags.json === true ? host.stderr : host.stdout;
  const style = styleFor(stream.isTerminal, host.variables);
  const warningLines = fullWarnings ? undefined : SHORT_WARNING_LINES;
  const options = { style, fullPlan, warningLines, showFolder };
  return isLive(stream, host.variables) ? new LiveRenderer(stream, options) : new PlainRenderer(stream, options);
}

// Most of a local deploy is the provider waiting for things that take time on AWS: eleven VPC endpoints of five seconds
// would hold up the compute environments, behind which the job queues wait for half a minute.
const LOCAL_PARALLELISM = 20;

/** Whether a command may start the embedded AWS when it is not running. */
export type MissingEmbedded = "start" | "fail";

/**
 * Turns arguments into what the deploy library wants. Where there is no Terraform it is downloaded, if the user agrees. With `--local` it makes sure that the embedded AWS runs and holds
 * the environment's VPC, and points the AWS variables at it.
 *
 * @throws UsageError, ConfigError, ToolError, NotRunningError and other EmulatorErrors
 */
export async function stackOptions(
  context: CommandContext,
  renderer: Renderer,
  name: string,
  flags: StackFlags,
  missing: MissingEmbedded,
  needsTerraform = true,
): Promise<StackOptions> {
  const { host } = context;
  const environment = environmentOf(host, name);
  checkRegion(environment, flags);
  const mayStart = flags.local === true && missing === "start";
  const alsoMissing = mayStart ? await (await context.embedded()).startProblem(host.root) : undefined;
  const tell = (line: string) => renderer.handle({ type: "tool-progress", line });
  const terraform = needsTerraform ? await terraformVariables(host, { ...flags, alsoMissing, tell }) : {};
  const variables = accountVariables({ ...host.variables, ...terraform }, flags);
  const target =
    flags.local === true ? await embeddedTarget(context, renderer, environment, variables, missing) : { variables };
  return {
    root: host.root,
    program: host.program,
    environment: name,
    targets: flags.target ?? [],
    allowDestroy: flags.allowDestroy ?? [],
    strict: flags.strict === true,
    lockTimeout: flags.lockTimeout,
    parallelism: flags.parallelism ?? (flags.local === true ? LOCAL_PARALLELISM : undefined),
    ...target,
    emit: (event) => renderer.handle(event),
    interrupts: host.interrupts,
  };
}

/** What the deploy library has to know about the AWS that it works on. */
type Target = Pick<StackOptions, "variables" | "isSettled" | "onProcess">;

async function embeddedTarget(
  { host, work }: CommandContext,
  renderer: Renderer,
  environment: Environment,
  variables: NodeJS.ProcessEnv,
  missing: MissingEmbedded,
): Promise<Target> {
  const aws = await work.begin();
  const endpoint =
    missing === "start" ? await started(aws, { host, work }, renderer) : (await aws.findRunning(host.root)).endpoint;
  await seedFor(aws, endpoint, environment);
  const { account_number: account, region } = environment.settings;
  const client = aws.clientEnvironment({ endpoint, account, region }, variables);
  return {
    variables: aws.appliedTo(variables, client),
    isSettled: () => aws.settle(endpoint),
    onProcess: (pid) => work.include(pid),
  };
}

async function started(
  aws: EmbeddedAws,
  { host: { root }, work }: Pick<CommandContext, "host" | "work">,
  renderer: Renderer,
): Promise<string> {
  const before = performance.now();
  let isTold = false;
  const { emulator, started: isNew } = await aws.up({
    root,
    onProgress: () => {
      if (!isTold) renderer.handle({ type: "embedded-starting" });
      isTold = true;
    },
    onTool: (line) => renderer.handle({ type: "tool-progress", line }),
  });
  if (isNew) work.noteStart();
  const { endpoint } = emulator;
  const seconds = (performance.now() - before) / 1000;
  renderer.handle(isNew ? { type: "embedded-started", endpoint, seconds } : { type: "embedded-used", endpoint });
  return endpoint;
}
