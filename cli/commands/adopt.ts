import type { Command } from "commander";
import type { Environment } from "../../config/environment";
import {
  adoptionSteps,
  type AdoptionReport,
  inferencingNetwork,
  type Mending,
  previewAdoption,
  stateSource,
  stateToAdopt,
  type TerraformState,
} from "../../deploy";
import type { CliEvent } from "../events";
import { EXIT_FAILED, exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { commandLines } from "../render/adoption-commands";
import { adoptionLines } from "../render/adoption-lines";
import type { Renderer } from "../render/renderer";
import { styleFor } from "../render/style";
import {
  type CommandContext,
  environmentOf,
  rendererFor,
  type StackFlags,
  stackOptions,
  withCommonFlags,
  withYes,
} from "../stack-command";

interface AdoptFlags extends StackFlags {
  readonly state: string;
  readonly refresh?: boolean;
  readonly details?: boolean;
  readonly create?: readonly string[];
}

/** `dapf adopt <env> --state <file or backend>` */
export function addAdopt(program: Command, context: CommandContext): void {
  withYes(withCommonFlags(program.command("adopt <environment>")))
    .summary("preview what adopting a deployment of the HCL would do")
    .description(
      "Plans an environment on a copy of the state that the HCL has written, and shows what would move, change, be created\n" +
        "and be destroyed; then the commands that do it. Nothing is changed, neither the state nor the account. The preview\n" +
        "needs no credentials: it believes the state, and an embedded AWS of its own answers for the account.",
    )
    .requiredOption("--state <where>", "a state file, s3://bucket/key, or the folder of an initialized configuration")
    .option("--refresh", "read first what the resources are in the account; needs credentials")
    .option("--details", "show all moves, too")
    .option(
      "--create <module>",
      "make a module of which the state has nothing, because it does not exist (repeatable)",
      (module: string, before: readonly string[] = []) => [...before, module],
    )
    .addHelpText(
      "after",
      `
Examples:
  dapf adopt jenkins-pl --state terraform.tfstate
  dapf adopt jenkins-pl --state ../hcl/infra                        the backend of the HCL, whichever it is
  dapf adopt jenkins-pl --state s3://bucket/jenkins-pl.tfstate --refresh
  dapf adopt jenkins-pl --state terraform.tfstate --json | jq .destroyed
${exitCodeHelp}

It fails with 1 when anything that holds data, history or keys would be destroyed, replaced or created twice, when the
state has nothing of a module, and when the state is not fit for it: then it says which commands make it so.`,
    )
    .action((name: string, flags: AdoptFlags) => adopt(context, name, flags));
}

async function adopt(context: CommandContext, name: string, flags: AdoptFlags): Promise<void> {
  const { host } = context;
  const environment = environmentOf(host, name);
  const renderer = rendererFor(host, flags);
  try {
    const source = stateSource(flags.state, environment.settings.region);
    const { region, profile, local = false } = flags;
    const where = { cwd: process.cwd(), local, region, profile };
    const mending = { environment: name, source, where };
    const report = await previewed(context, renderer, environment, mending, flags);
    renderer.close();
    if (flags.json === true) printJson(host.stdout, jsonOf(report));
    else show(context, environment, mending, report, flags);
    if (report.problems.length > 0) context.exitWith(EXIT_FAILED);
  } finally {
    renderer.close();
  }
}

async function previewed(
  context: CommandContext,
  renderer: Renderer,
  environment: Environment,
  mending: Mending,
  flags: AdoptFlags,
): Promise<AdoptionReport> {
  const quiet: Renderer = { handle: (event) => isNews(event) && renderer.handle(event), close: () => undefined };
  const options = await stackOptions(context, quiet, environment.name, flags, "fail");
  const state = await stateToAdopt(environment, mending, options);
  const preview = (variables: NodeJS.ProcessEnv) =>
    previewAdoption({
      ...options,
      variables,
      state,
      mending,
      region: environment.settings.region,
      create: flags.create ?? [],
      refresh: flags.refresh === true,
    });
  if (flags.local === true || flags.refresh === true) return preview(options.variables);
  return withoutAccount(context, quiet, environment, state, preview);
}

/** The report says what the plan says, and better; which arguments of the provider have grown old is not its business. */
function isNews(event: CliEvent): boolean {
  if (event.type === "diagnostic") return event.diagnostic.summary !== "Argument is deprecated";
  return event.type !== "planned";
}

/** Lets an embedded AWS of its own answer for the account: it has the VPC of the state, and nothing else. */
async function withoutAccount<T>(
  { host, embedded }: CommandContext,
  renderer: Renderer,
  { settings }: Environment,
  state: TerraformState,
  use: (variables: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const aws = await embedded();
  const { account_number: account, region, inferencing } = settings;
  const vpc = inferencing.batch_vpc;
  const tags = "vpc_id" in vpc ? {} : { vpcTags: vpc.vpc_tags, subnetTags: vpc.subnet_tags };
  const started = performance.now();
  renderer.handle({ type: "embedded-starting" });
  return aws.withEmulator({ network: { ...inferencingNetwork(state), ...tags } }, ({ endpoint }) => {
    const seconds = (performance.now() - started) / 1000;
    renderer.handle({ type: "embedded-started", endpoint, seconds });
    return use(aws.appliedTo(host.variables, aws.clientEnvironment({ endpoint, account, region }, host.variables)));
  });
}

function show(
  { host }: CommandContext,
  environment: Environment,
  { source, where }: Mending,
  report: AdoptionReport,
  flags: AdoptFlags,
): void {
  const style = styleFor(host.stdout.isTerminal, host.variables);
  const details = flags.details === true || !host.stdout.isTerminal;
  const { kept, problems } = report;
  const steps = adoptionSteps({ environment, source, kept, ...where });
  const lines = [...adoptionLines(report, details, style), ...(problems.length > 0 ? [] : commandLines(steps, style))];
  for (const line of lines) host.stdout.write(`${line}\n`);
}

/** Addresses alone where the reader of a pipeline looks for addresses. */
function jsonOf(report: AdoptionReport): object {
  const { environment, instances, moves, changed, created, destroyed, replaced, kept, problems } = report;
  const moved = moves.map(({ to }) => to);
  return {
    command: "adopt",
    environment,
    instances,
    moved,
    changed,
    created,
    destroyed,
    replaced,
    kept,
    problems,
    moves,
  };
}
