import type { Command } from "commander";
import { QUICK_RETRY } from "../../aws/retry";
import { type BatchClient, batchClient } from "../../aws/services";
import type { Environment } from "../../config/environment";
import { suggestions } from "../../config/nearest";
import type { QueueOverview } from "../../queues";
import { EXIT_FAILED, exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { driftLines } from "../render/queue-drift";
import { queueTable } from "../render/queue-table";
import { queueTree } from "../render/queue-tree";
import { styleFor } from "../render/style";
import { connectEnvironment } from "../account";
import { type AccountFlags, withAccountFlags } from "../account-flags";
import { type CommandContext, environmentOf } from "../stack-command";
import { UsageError } from "../usage-error";
import { addQueueShare } from "./queue-share";
import { addQueueTop } from "./queue-top";
import { addQueueWhy } from "./queue-why";

interface Flags extends AccountFlags {
  readonly json?: boolean;
  /** Only what the file says. */
  readonly declared?: boolean;
}

/** `dapf queues list|show|drift|top|why|share` */
export function addQueues(program: Command, context: CommandContext): void {
  const queues = program
    .command("queues")
    .summary("queues of SageMaker training jobs")
    .description("Shows the training queues that an environment declares, and those that are live in its account.")
    .addHelpText(
      "after",
      `
Examples:
  dapf queues list jenkins-pl
  dapf queues show jenkins-pl jenkins-pl-g5-quota-shares
  dapf queues drift jenkins-pl          has somebody changed a queue behind Terraform's back?
  dapf queues top jenkins-pl-g5-quota-shares
  dapf queues share set-capacity jenkins-pl-g5-quota-shares research 3
${exitCodeHelp}`,
    );
  addList(queues, context);
  addShow(queues, context);
  addDrift(queues, context);
  addQueueTop(queues, context);
  addQueueWhy(queues, context);
  addQueueShare(queues, context);
}

function addList(queues: Command, context: CommandContext): void {
  withFlags(queues.command("list <environment>"))
    .summary("one line a queue and a share")
    .description("Lists the queues that are declared or live, with their order, capacity, shares and state.")
    .option("--declared", "only what is declared; AWS is not asked")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf queues list jenkins-pl --local\n  dapf queues list dev --json\n${exitCodeHelp}`,
    )
    .action(async (name: string, flags: Flags) => {
      const { host } = context;
      const found = await overviews(context, environmentOf(host, name), flags);
      if (flags.json === true) return printJson(host.stdout, { environment: name, queues: found });
      const lines = found.length === 0 ? ["There are no training queues"] : queueTable(found, styleOf(context));
      host.stdout.write(`${lines.join("\n")}\n`);
    });
}

function addShow(queues: Command, context: CommandContext): void {
  withFlags(queues.command("show <environment> [queue]"))
    .summary("queues as trees: queue, service environment, shares")
    .description("Draws one queue, or all: the service environment it runs in, and the shares of its capacity.")
    .option("--declared", "only what is declared; AWS is not asked")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf queues show jenkins-pl --local\n  dapf queues show jenkins-pl jenkins-pl-c5-fifo\n${exitCodeHelp}`,
    )
    .action(async (name: string, queue: string | undefined, flags: Flags) => {
      const { host } = context;
      const found = await overviews(context, environmentOf(host, name), flags);
      const shown = queue === undefined ? found : [named(found, queue)];
      if (flags.json === true) return printJson(host.stdout, { environment: name, queues: shown });
      const columns = host.stdout.isTerminal ? host.stdout.size.columns : undefined;
      const trees = shown.map((one) => queueTree(one, styleOf(context), columns).join("\n"));
      host.stdout.write(`${trees.join("\n\n") || "There are no training queues"}\n`);
    });
}

function addDrift(queues: Command, context: CommandContext): void {
  withFlags(queues.command("drift <environment>"))
    .summary("compare what is declared with what is live")
    .description(
      "Tells how the live queues differ from what is declared, which Terraform does not see. Exits with 1 when they do.",
    )
    .addHelpText(
      "after",
      `\nExamples:\n  dapf queues drift jenkins-pl\n  dapf queues drift dev --json\n${exitCodeHelp}`,
    )
    .action(async (name: string, flags: Flags) => {
      const { host, exitWith } = context;
      const environment = environmentOf(host, name);
      const { declarationWarnings, findQueueDrift } = await import("../../queues");
      const warnings = declarationWarnings(environment);
      const differences = await findQueueDrift(environment, await batchFor(context, environment, flags));
      if (differences.length > 0) exitWith(EXIT_FAILED);
      if (flags.json === true) return printJson(host.stdout, { environment: name, differences, warnings });
      for (const warning of warnings) host.stderr.write(`Warning: ${warning}\n`);
      host.stdout.write(`${driftLines(name, differences, styleOf(context)).join("\n")}\n`);
    });
}

function withFlags(command: Command): Command {
  return withAccountFlags(command).option("--json", "print one JSON object");
}

async function overviews(context: CommandContext, environment: Environment, flags: Flags): Promise<QueueOverview[]> {
  const { listQueues } = await import("../../queues");
  return listQueues(environment, flags.declared === true ? undefined : await batchFor(context, environment, flags));
}

async function batchFor(context: CommandContext, environment: Environment, flags: Flags): Promise<BatchClient> {
  return batchClient(await connectEnvironment(context, environment, flags), QUICK_RETRY);
}

function named(queues: readonly QueueOverview[], wanted: string): QueueOverview {
  const found = queues.find(({ name, arn }) => name === wanted || arn === wanted);
  if (found !== undefined) return found;
  const names = queues.map(({ name }) => name);
  const { hint } = suggestions(wanted, names, "queue");
  const advice = hint === undefined ? "" : `; ${hint}`;
  throw new UsageError(`There is no training queue ${wanted} (there are: ${names.join(", ") || "none"})${advice}`);
}

function styleOf({ host }: CommandContext) {
  return styleFor(host.stdout.isTerminal, host.variables);
}
