import type { JobDefinition } from "@aws-sdk/client-batch";
import type { Command } from "commander";
import { jobDefinitions, latestHint } from "../../aws/batch/job-definitions";
import { policyOf } from "../../config/containers/policy";
import type { Registration } from "../../jobs/container/definitions";
import { type Account, environmentFor, withAccount } from "../account";
import { type AccountFlags, withAccountFlags } from "../account-flags";
import { jobExitCodeHelp } from "../exit-codes";
import { type Format, printIds, withFormat, withIdsOnly } from "../formats";
import type { Host } from "../host";
import { printJson } from "../json-result";
import { definitionTable } from "../render/definition-table";
import { styleFor } from "../render/style";
import type { CommandContext } from "../stack-command";
import { inTurn, awsWords, type Turn } from "../turns";
import { UsageError } from "../usage-error";
import { readUserInput } from "../user-file";

interface Flags extends AccountFlags {
  readonly json?: boolean;
  readonly idsOnly?: boolean;
  readonly output?: Format;
  readonly force?: boolean;
}

/** `dapf job-definition register|list|show|deregister` */
export function addJobDefinition(program: Command, context: CommandContext): void {
  const command = program
    .command("job-definition")
    .summary("what container jobs run")
    .description("Job definitions of AWS Batch, from JSON (comments allowed) or YAML files.")
    .addHelpText(
      "after",
      `
Examples:
  dapf job-definition register my-job-definition.json --region us-west-2
  dapf job-definition list --env dev
  dapf job-definition show my-ml-training-job:3
${jobExitCodeHelp}`,
    );
  addRegister(command, context);
  addList(command, context);
  addShow(command, context);
  addDeregister(command, context);
}

function addRegister(parent: Command, context: CommandContext): void {
  withFormats(parent.command("register <file>"))
    .summary("check a file and register it")
    .description(
      "Checks a job definition and registers it; <file> may be - (standard input) or <(...). The same content is\n" +
        "registered once: a second time tells which revision has it. What goes beyond the limits of --env, all nodes and\n" +
        "containers counted, is refused before any call.",
    )
    .option("--force", "make a new revision of the same content, too")
    .addHelpText(
      "after",
      `
Examples:
  dapf job-definition register my-job-definition.json --region us-west-2 --profile team
  dapf job-definition register training.yaml --env dev
${jobExitCodeHelp}`,
    )
    .action(async (file: string, flags: Flags) => {
      const { host } = context;
      const environment = environmentFor(context, flags);
      const { readDefinition, registerDefinition } = await import("../../jobs/container/definitions");
      const { name: place, content } = await readUserInput(host, file);
      const request = readDefinition(place, content, environment && policyOf(environment));
      const register = (account: Account) =>
        inTurn(host, registerTurn(account, request.jobDefinitionName ?? ""), () =>
          registerDefinition(account.batch, request, flags.force),
        );
      const done = await withAccount(context, flags, register, environment);
      for (const line of meanwhileLines(done)) host.stderr.write(`${line}\n`);
      if (isJson(flags)) return printJson(host.stdout, done);
      const { name, revision, arn, registered } = done;
      const made = { ...request, jobDefinitionName: name, revision, jobDefinitionArn: arn };
      if (flags.idsOnly === true || flags.output !== undefined) return printDefinitions(host, [made], flags);
      const note = registered ? "Registered" : "Unchanged: this content is";
      host.stdout.write(`${note} ${name}:${revision}\n${arn}\n`);
    });
}

/** Accounts are told by the profile; the embedded AWS by its endpoint, and its accounts by the key. */
function registerTurn({ batch: { endpoint }, connection: { variables }, region }: Account, name: string): Turn {
  const account = endpoint === undefined ? variables.AWS_PROFILE : variables.AWS_ACCESS_KEY_ID;
  return {
    what: `registration of the job definition ${name}`,
    about: ["definition", ...awsWords({ region, endpoint, account }), name],
  };
}

function meanwhileLines({ name, revision: own, meanwhile }: Registration): string[] {
  return meanwhile.map(({ revision, isSame }) => {
    const begin = `Somebody else has registered ${name}:${revision} at the same time, with `;
    if (isSame) return `${begin}the same content: either will do`;
    const newest = Math.max(own, revision);
    return `${begin}other content: a job that names no revision gets the newest, ${name}:${newest}`;
  });
}

function addList(parent: Command, context: CommandContext): void {
  withFormats(parent.command("list [name]"))
    .summary("active revisions, of one name or of all")
    .description("Lists the active revisions of job definitions, newest first.")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf job-definition list --local\n  dapf job-definition list train --json\n${jobExitCodeHelp}`,
    )
    .action(async (name: string | undefined, flags: Flags) => {
      const { host } = context;
      const found = await find(context, flags, name);
      if (isJson(flags)) return printJson(host.stdout, { jobDefinitions: found });
      printDefinitions(host, found, flags);
    });
}

function addShow(parent: Command, context: CommandContext): void {
  withFlags(parent.command("show <definition>"))
    .summary("one revision as JSON; of a name the newest active one")
    .description("Prints what the service has of a revision: <definition> is a name, name:revision or an ARN.")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf job-definition show train\n  dapf job-definition show train:3 --env dev\n${jobExitCodeHelp}`,
    )
    .action(async (reference: string, flags: Flags) => {
      const [newest] = await find(context, flags, reference);
      if (newest === undefined) throw missing(reference);
      printJson(context.host.stdout, newest);
    });
}

function addDeregister(parent: Command, context: CommandContext): void {
  withFlags(parent.command("deregister <revision>"))
    .summary("make one revision inactive")
    .description(
      "Makes a revision inactive: no more jobs can be submitted with it. <revision> is name:revision or an ARN.",
    )
    .addHelpText(
      "after",
      `\nExamples:\n  dapf job-definition deregister train:3 --region us-west-2\n${jobExitCodeHelp}`,
    )
    .action(async (jobDefinition: string, flags: Flags) => {
      if (!/:\d+$/.test(jobDefinition)) {
        const name = jobDefinition.replace(/(?<=[^/:]):[^/:]*$/, "");
        throw new UsageError(`${jobDefinition} names no revision: write ${name}:<number>`);
      }
      const { host } = context;
      const [found] = await find(context, flags, jobDefinition);
      if (found === undefined) throw missing(jobDefinition);
      await withAccount(context, flags, ({ batch }) => batch.call("DeregisterJobDefinition", { jobDefinition }));
      if (flags.json === true) return printJson(host.stdout, { deregistered: found.jobDefinitionArn });
      host.stdout.write(`Deregistered ${jobDefinition}\n`);
    });
}

const isJson = ({ json, output }: Flags): boolean => json === true || output === "json";

type Shown = Parameters<typeof definitionTable>[0][number] & Pick<JobDefinition, "jobDefinitionArn">;

function printDefinitions({ stdout, variables }: Host, shown: readonly Shown[], { idsOnly, output }: Flags): void {
  const name = (one: Shown) => [one.jobDefinitionName, one.revision].join(":");
  if (idsOnly === true) return printIds(stdout, shown.map(name));
  // As the AWS CLI has it: values by the names of their fields, with tabs between them.
  const text = (one: Shown) => [one.jobDefinitionArn, one.jobDefinitionName, one.revision].join("\t");
  if (output === "text") return printIds(stdout, shown.map(text));
  const none = ["There are no active job definitions"];
  const lines = shown.length === 0 ? none : definitionTable(shown, styleFor(stdout.isTerminal, variables));
  stdout.write(`${lines.join("\n")}\n`);
}

function find(context: CommandContext, flags: Flags, reference?: string): Promise<JobDefinition[]> {
  return withAccount(context, flags, ({ batch }) => jobDefinitions(batch.quick, reference));
}

const missing = (reference: string) =>
  new UsageError(
    `There is no job definition ${reference} in this account and Region (${latestHint(reference) ?? "dapf job-definition list"})`,
  );

function withFormats(command: Command): Command {
  return withFormat(withIdsOnly(withFlags(command), "name:revision"), "a line with ARN, name and revision");
}

function withFlags(command: Command): Command {
  return withAccountFlags(command).option("--json", "print one JSON object");
}
