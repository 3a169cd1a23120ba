import * as path from "node:path";
import type { Command } from "commander";
import {
  applyEnvironment,
  type ApplyCommandResult,
  countChanges,
  NotDeployedError,
  UnknownOutputError,
} from "../../deploy";
import { accountWords } from "../account-flags";
import { approvalFor } from "../approval";
import { exitCodeHelp } from "../exit-codes";
import type { Host } from "../host";
import { printJson } from "../json-result";
import { durationOf } from "../option-values";
import {
  type CommandContext,
  rendererFor,
  type StackFlags,
  stackOptions,
  withCommonFlags,
  withTerraformFlags,
} from "../stack-command";
import { UsageError } from "../usage-error";

interface ApplyFlags extends StackFlags {
  readonly autoApprove?: boolean;
  readonly showMap?: boolean;
  readonly plan?: string;
}

/** `dapf deploy <env>` */
export function addDeploy(program: Command, context: CommandContext): void {
  withApproval(withTerraformFlags(withCommonFlags(program.command("deploy <environment>"))))
    .summary("create or change an environment")
    .description(
      "Synthesizes an environment, plans, asks for approval, and applies exactly that plan. One deploy or destroy of an\n" +
        "environment works at a time, also while it waits for the answer: a second one waits, and says for whom.\n" +
        "With --local it starts the embedded AWS when it is not running.",
    )
    .option("--show-map", "print the input map of the step functions at the end")
    .addHelpText(
      "after",
      `
Examples:
  dapf deploy jenkins-pl --local
  dapf deploy jenkins-pl
  dapf deploy jenkins-pl --target analytics_etl              one module and what it needs
  dapf deploy jenkins-pl --target analytics_etl.glue_wfs     a module in a module
  dapf deploy uat --auto-approve --json > deployed.json      in a pipeline
  dapf deploy uat --auto-approve --lock-timeout 0s           fail at once when somebody else is at it
${exitCodeHelp}`,
    )
    .action((name: string, flags: ApplyFlags) => apply(context, name, flags, false));
}

/** `dapf destroy <env>` */
export function addDestroy(program: Command, context: CommandContext): void {
  withApproval(withTerraformFlags(withCommonFlags(program.command("destroy <environment>"))))
    .summary("remove an environment")
    .description("Plans the removal of everything in an environment, asks for approval, and does it.")
    .addHelpText(
      "after",
      `
Examples:
  dapf plan jenkins-pl --destroy             look first
  dapf destroy jenkins-pl
  dapf destroy jenkins-pl --local --auto-approve
  dapf destroy jenkins-pl --target analytics_etl    one module and what depends on it
${exitCodeHelp}`,
    )
    .action((name: string, flags: ApplyFlags) => apply(context, name, flags, true));
}

function withApproval(command: Command): Command {
  return command
    .option("--auto-approve", "do not ask; needed where there is no terminal")
    .option("--plan <file>", "apply exactly this plan, saved by plan --out from the same code")
    .option(
      "--lock-timeout <time>",
      "how long to wait while another deploy or destroy of the environment works: 0s, 30s, 5m (default: 10m)",
      durationOf("--lock-timeout"),
    );
}

async function apply(context: CommandContext, name: string, flags: ApplyFlags, destroy: boolean): Promise<void> {
  const { host } = context;
  if (flags.plan !== undefined && flags.target !== undefined) {
    throw new UsageError(
      "--plan and --target exclude each other: what the plan is limited to was decided when it was made",
    );
  }
  const renderer = rendererFor(host, flags);
  try {
    const approve = approvalFor(host, renderer, flags.autoApprove === true);
    const options = await stackOptions(context, renderer, name, flags, destroy ? "fail" : "start");
    const outputs = flags.showMap === true || flags.json === true;
    const savedPlan = flags.plan === undefined ? undefined : path.resolve(flags.plan);
    const result = await applyEnvironment({ ...options, destroy, approve, outputs, savedPlan });
    renderer.close();
    if (flags.json === true) printJson(host.stdout, jsonOf(result, destroy ? "destroy" : "deploy"));
    else if (flags.showMap === true) showMap(host, name, flags, result);
  } finally {
    renderer.close();
  }
}

function jsonOf({ plan, applied, outputs }: ApplyCommandResult, command: string): object {
  const values = Object.entries(outputs).map(([name, { value, sensitive }]) => [name, sensitive ? null : value]);
  return {
    command,
    counts: countChanges(plan.changes),
    ...plan,
    applied: applied?.summary ?? null,
    outputs: Object.fromEntries(values),
  };
}

const MAP = "step_function_inputs";

function showMap(host: Host, name: string, flags: StackFlags, { outputs }: ApplyCommandResult): void {
  const known = Object.keys(outputs);
  if (known.length === 0) throw new NotDeployedError(name, flags.local === true);
  const map = outputs[MAP];
  if (map === undefined) throw new UnknownOutputError(MAP, known);
  host.stdout.write(`\nThe input map of the step functions (output ${MAP}):\n`);
  printJson(host.stdout, map.value);
  const account = accountWords(flags)
    .map((word) => ` ${word}`)
    .join("");
  const lines = [
    ["What would change now? Nothing:", `npx dapf plan ${name}${account}`],
    ["The map again, or any other output:", `npx dapf output ${name} ${MAP} --json${account}`],
    ...(flags.local === true
      ? [
          ["Run the training pipeline, then inferencing:", `npx dapf run ${name} --context training --monitor --local`],
          ["Look around with the AWS CLI, boto3, Terraform, cdktf:", `eval "$(npx dapf local env ${name})"`],
          ["Remove everything, or just stop the embedded AWS:", `npx dapf destroy ${name} --local`],
          ["", "npx dapf local down"],
        ]
      : []),
  ];
  host.stdout.write("\nTry next:\n");
  for (const [what = "", command = ""] of lines) host.stdout.write(`  ${what.padEnd(56)}${command}\n`);
}
