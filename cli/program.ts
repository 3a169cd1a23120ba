import { Command, CommanderError } from "commander";
import { addAdopt } from "./commands/adopt";
import { addDeploy, addDestroy } from "./commands/apply";
import { addCodeSync } from "./commands/code-sync";
import { addCompletion } from "./commands/completion";
import { addDoctor } from "./commands/doctor";
import { addIam } from "./commands/iam";
import { addInit } from "./commands/init";
import { addJobDefinition } from "./commands/job-definition";
import { addJobs } from "./commands/jobs";
import { addLocal } from "./commands/local";
import { addOutput } from "./commands/output";
import { addPlan } from "./commands/plan";
import { addQueues } from "./commands/queues";
import { addRun } from "./commands/run";
import { addRuns } from "./commands/runs";
import { addSchema } from "./commands/schema";
import { addSubmit } from "./commands/submit";
import { addSynth } from "./commands/synth";
import { addTrain } from "./commands/train";
import { addWatch } from "./commands/watch";
import type { EmbeddedAws } from "./embedded-aws";
import { EmbeddedWork } from "./embedded-work";
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, exitCodeHelp } from "./exit-codes";
import { type Failure, failureOf } from "./failure";
import type { Host } from "./host";
import { printJson } from "./json-result";
import { styleFor, visible } from "./render/style";
import type { CommandContext } from "./stack-command";

/**
 * Runs one command line.
 *
 * @param args without the program's name
 * @param embedded loads the emulator library
 * @returns the exit code; what went wrong has been printed
 */
export async function runCli(
  args: readonly string[],
  host: Host,
  embedded: () => Promise<EmbeddedAws>,
): Promise<number> {
  let exitCode: number = EXIT_OK;
  const work = new EmbeddedWork(host, args, embedded);
  const context: CommandContext = { host, embedded, work, exitWith: (code) => (exitCode = code) };
  const usageCode = args.includes("--detailed-exitcode") ? EXIT_FAILED : EXIT_USAGE;
  try {
    await programFor(context).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has printed the help that was asked for, or what is wrong with the arguments.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT_OK;
      if (args.includes("--json"))
        printFailure(host, { kind: "UsageError", message: error.message, exitCode: usageCode });
      return usageCode;
    }
    const failure = failureOf(error);
    // After an interrupt the same command goes on from what there is.
    const isUndone = failure.exitCode !== EXIT_INTERRUPTED && (await work.undoStart());
    reportFailure(host, failure, error, args.includes("--json"));
    if (isUndone) host.stderr.write("The embedded AWS, which this command had started, has been stopped again.\n");
    return failure.exitCode === EXIT_USAGE ? usageCode : failure.exitCode;
  } finally {
    work.end();
  }
}

/** @returns all commands */
export function programFor(context: CommandContext): Command {
  const { host } = context;
  const program = new Command("dapf")
    .description(
      "Machine-learning batch training on AWS: deploys the platform with Terraform, also to an embedded AWS.",
    )
    .helpOption("-h, --help", "show help; every command has its own, with examples")
    .configureOutput({ writeOut: (text) => host.stdout.write(text), writeErr: (text) => host.stderr.write(text) })
    .showHelpAfterError("(dapf <command> --help shows what a command takes)")
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  dapf init my-platform                            a project of your own
  dapf deploy jenkins-pl --local                   everything, on the embedded AWS
  dapf plan jenkins-pl                             what would change in the real account?
  dapf deploy jenkins-pl --target analytics_etl    one module
  dapf output jenkins-pl step_function_inputs --json
  dapf run jenkins-pl --context training --monitor --local
  dapf submit workflow-jobs.json --monitor --output job-ids.txt
  dapf watch job-ids.txt                           and dapf jobs list, show, logs, ...
  dapf local status
  dapf doctor                                      is everything there that dapf needs?
${exitCodeHelp}`,
    );
  for (const add of [
    addInit,
    addSynth,
    addPlan,
    addDeploy,
    addDestroy,
    addOutput,
    addRun,
    addRuns,
    addCodeSync,
    addQueues,
    addJobDefinition,
    addSubmit,
    addWatch,
    addJobs,
    addTrain,
    addAdopt,
    addIam,
    addLocal,
    addDoctor,
    addSchema,
    addCompletion,
  ])
    add(program, context);
  program.commands.forEach(nameSubcommands);
  return program;
}

/** What a group of commands is about, in a list, ends with the names of its commands. */
function nameSubcommands(group: Command): void {
  group.commands.forEach(nameSubcommands);
  const names = group.commands.map((command) => command.name());
  if (names.length > 0) group.summary(`${group.summary()}: ${names.join(", ")}`);
}

function reportFailure(host: Host, failure: Failure, error: unknown, json: boolean): void {
  const style = styleFor(host.stderr.isTerminal, host.variables);
  host.stderr.write(`${style.red("dapf:")} ${visible(failure.message)}\n`);
  if (host.variables.DAPF_DEBUG === "1" && error instanceof Error) host.stderr.write(`${debugText(error)}\n`);
  if (json) printFailure(host, failure);
}

function printFailure(host: Host, { kind, message, exitCode, problems }: Failure): void {
  const facts = problems?.map((problem) => ({ ...problem, found: shown(problem.found) }));
  printJson(host.stdout, { error: { kind, message, exitCode, problems: facts } });
}

/** A whole object that is wrong may be as large as the file, or have no end. */
const shown = (found: unknown): unknown => (typeof found === "object" && found !== null ? undefined : found);

function debugText(error: Error): string {
  const output = "output" in error && typeof error.output === "string" ? `\n${error.output}` : "";
  return `${error.stack ?? error.message}${output}`;
}
