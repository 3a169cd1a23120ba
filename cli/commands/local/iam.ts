import type { Command } from "commander";
import type { PrincipalReport, Report } from "../../../emulator";
import { DapfError } from "../../../errors";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import { timeOf } from "../../option-values";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { reportLines } from "./iam-lines";
import { type JsonFlag, jsonOption } from "./json-option";

interface Flags extends JsonFlag {
  readonly since?: number;
  readonly reset?: true;
}

/** Nothing is known that could be told. */
class NothingRecordedError extends DapfError {}

/** `dapf local iam [principal]` and `dapf local iam policy <principal>` */
export function addIam(local: Command, context: CommandContext): void {
  const iam = local
    .command("iam [principal]")
    .summary("what was asked for, what was denied, and what was granted in vain")
    .description(
      "Tells of each principal of the embedded AWS which calls it made, which of them were denied, with the smallest\n" +
        "statement that would allow them, and which granted statements and actions no call has used. A principal is the\n" +
        "name or ARN of a role or user, root, or a service such as glue.amazonaws.com; without one it tells of all.",
    )
    .option("--since <time>", "only what was called since then: a time, or how long ago, such as 10m", timeOf)
    .option("--reset", "forget what was recorded, and begin anew")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  dapf local iam                                 all principals
  dapf local iam my-role --since 10m
  dapf local iam --json | jq .denied
  dapf local iam policy my-role > policy.json    what it needs, as a policy
  dapf local iam --reset
${exitCodeHelp}`,
    )
    .action(async (principal: string | undefined, { json, since, reset }: Flags) => {
      const { stdout } = context.host;
      if (reset === true) {
        const { aws, endpoint } = await running(context);
        await aws.resetIamReport(endpoint);
        if (json === true) printJson(stdout, { reset: true });
        else stdout.write("What was called is forgotten\n");
        return;
      }
      const report = await reportOf(context, principal, since);
      if (principal !== undefined) known(report, principal);
      if (json === true) return printJson(stdout, report);
      for (const line of reportLines(report, principal !== undefined)) stdout.write(`${line}\n`);
    });
  addPolicy(iam, context);
}

function addPolicy(iam: Command, context: CommandContext): void {
  iam
    .command("policy <principal>")
    .summary("a policy of what a principal has called")
    .description(
      "Prints a policy that allows what a principal has called, also what was denied, and as little more as a policy of\n" +
        "6144 characters lets it be: of many resources of one kind it says where they are.",
    )
    .option("--since <time>", "only what was called since then: a time, or how long ago, such as 10m", timeOf)
    .addHelpText(
      "after",
      `
Examples:
  dapf local iam policy my-role
  dapf local iam policy root --since 10m > policy.json
${exitCodeHelp}`,
    )
    .action(async (principal: string, _: Flags, command: Command) => {
      // The option is known to the command above, too, which takes it.
      const { since } = command.optsWithGlobals<Flags>();
      const aws = await context.embedded();
      const report = await reportOf(context, principal, since);
      const calls = known(report, principal).flatMap((one) => one.calls);
      const policy = aws.leastPrivilege(calls);
      if (policy === undefined)
        throw new NothingRecordedError(`${principal} has called nothing${since === undefined ? "" : " since then"}`);
      const length = JSON.stringify(policy).length;
      if (length > aws.MOST_CHARACTERS) {
        context.host.stderr.write(
          `It has ${length} characters, and a managed policy at most ${aws.MOST_CHARACTERS}: make several of it\n`,
        );
      }
      printJson(context.host.stdout, policy);
    });
}

async function running({ host, embedded }: CommandContext) {
  const aws = await embedded();
  return { aws, endpoint: (await aws.findRunning(host.root)).endpoint };
}

async function reportOf(
  context: CommandContext,
  principal: string | undefined,
  since: number | undefined,
): Promise<Report> {
  const { aws, endpoint } = await running(context);
  const wish = { principal, since: since === undefined ? undefined : new Date(since) };
  const report = await aws.iamReport(endpoint, wish);
  if (report === undefined) throw new NothingRecordedError("The embedded AWS does not answer");
  return report;
}

/** @throws UsageError when there is nobody of that name */
function known({ principals, mode }: Report, name: string): readonly PrincipalReport[] {
  if (principals.length > 0) return principals;
  const why = mode === "off" ? "with --iam off nothing is recorded" : "dapf local iam lists all";
  throw new UsageError(`There is no role or user ${name}, and nobody of that name has called: ${why}`);
}
