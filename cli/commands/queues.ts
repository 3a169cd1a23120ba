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
import { addQueueHistory } from "./queue-history";
import { addQueuePlan } from "./queue-plan";
import { addQueueShare } from "./queue-share";
import { addQueueTop } from "./queue-top";
import { addQueueWhy } from "./queue-why";

interface Flags extends AccountFlags {
  readonly json?: boolean;
  /** Only what the file says. */
  readonly declared?: boolean;
}

/** `dapf queues list|show|drift|top|why|history|share|plan` */
export function addQueues(program: Command, context: CommandContext): void {
  const queues = program
    .command("queues")
    .summary("queues of SageMaker training jobs, and of container jobs on shared compute")
    .description(
      "Shows the queues that an environment declares, of training jobs (training_queues) and of containers (compute), and " +
        "those that are live in its account.",
    )
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
  addQueueHistory(queues, context);
  addQueueShare(queues, context);
  addQueuePlan(queues, context);
}

function addList(queues: Command, context: CommandContext): void {
  withFlags(queues.command("list <environment>"))
    .summary("one line a queue and a share")
    .description(
      "Lists the queues that are declared or live, with what they take, their order, priority, environments, capacity, " +
        "shares and state. Of queues of containers only those that are declared are shown.",
    )
    .option("--declared", "only what is declared; AWS is not asked")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf queues list jenkins-pl --local\n  dapf queues list dev --json\n${exitCodeHelp}`,
    )
    .action(async (name: string, flags: Flags) => {
      const { host } = context;
      const found = await overviews(context, environmentOf(host, name), flags);
      if (flags.json === true) return printJson(host.stdout, { environment: name, queues: found });
      const lines = found.length === 0 ? ["There are no queues"] : queueTable(found, styleOf(context));
      host.stdout.write(`${lines.join("\n")}\n`);
    });
}

function addShow(queues: Command, context: CommandContext): void {
  withFlags(queues.command("show <environment> [queue]"))
    .summary("queues as trees: queue, environments, shares, teams")
    .description(
      "Draws one queue, or all: the environments that its jobs run in and what they use of them, the shares of its capacity, " +
        "and the teams that may use it.",
    )
    .option("--declared", "only what is declared; AWS is not asked")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf queues show jenkins-pl --local\n  dapf queues show jenkins-pl jenkins-pl-c5-fifo\n${exitCodeHelp}`,
    )
    .action(async (name: string, queue: string | undefined, flags: Flags) => {
      const { host } = context;
      const shown = await detailed(context, environmentOf(host, name), queue, flags);
      if (flags.json === true) return printJson(host.stdout, { environment: name, queues: shown });
      const columns = host.stdout.isTerminal ? host.stdout.size.columns : undefined;
      const trees = shown.map((one) => queueTree(one, styleOf(context), columns).join("\n"));
      host.stdout.write(`${trees.join("\n\n") || "There are no queues"}\n`);
    });
}

function addDrift(queues: Command, context: CommandContext): void {
  withFlags(queues.command("drift <environment>"))
    .summary("compare what is declared with what is live")
    .description(
      "Tells how the live queues, their environments, policies and shares, consumable resources and job definitions (newest " +
        "active revision) differ from what is declared, which Terraform does not see. Exits with 1 when they do.",
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

/** The queues that are shown, with what is in use where AWS is asked. */
async function detailed(
  context: CommandContext,
  environment: Environment,
  queue: string | undefined,
  flags: Flags,
): Promise<readonly QueueOverview[]> {
  const { listQueues, withUse } = await import("../../queues");
  const batch = flags.declared === true ? undefined : await batchFor(context, environment, flags);
  const found = await listQueues(environment, batch);
  const one = queue === undefined ? undefined : named(found, queue);
  const isShown = (other: QueueOverview) => one === undefined || other === one;
  return batch === undefined ? found.filter(isShown) : withUse(found, isShown, batch);
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
  throw new UsageError(`There is no queue ${wanted} (there are: ${names.join(", ") || "none"})${advice}`);
}

function styleOf({ host }: CommandContext) {
  return styleFor(host.stdout.isTerminal, host.variables);
}
