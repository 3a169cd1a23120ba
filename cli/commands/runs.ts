import type { Command } from "commander";
import { DEFAULT_RETRY, QUICK_RETRY, type RetryPolicy } from "../../aws/retry";
import type { RunContext } from "../../jobs/runs";
import { connectEnvironment } from "../account";
import { EXIT_FAILED, exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { contextOption, type PipelineFlags, withPipelineFlags } from "../pipeline-options";
import { failureLines, runLines, runTable } from "../render/run-lines";
import { styleFor } from "../render/style";
import { type CommandContext, environmentOf } from "../stack-command";
import { addRunWhy } from "./run-why";

interface Flags extends PipelineFlags {
  readonly context?: RunContext;
}

/** `dapf runs list|show|why|stop` */
export function addRuns(program: Command, context: CommandContext): void {
  const runs = program
    .command("runs")
    .summary("runs of the pipeline")
    .description("Shows the executions of an environment's state machines, and stops them.")
    .addHelpText(
      "after",
      `
Examples:
  dapf runs list jenkins-pl --local
  dapf runs show jenkins-pl                   the latest run: states, jobs, and what it failed on
  dapf runs stop jenkins-pl --context training
${exitCodeHelp}`,
    );
  addList(runs, context);
  addShow(runs, context);
  addRunWhy(runs, context);
  addStop(runs, context);
}

function addList(runs: Command, context: CommandContext): void {
  withPipelineFlags(runs.command("list <environment>").addOption(contextOption()))
    .summary("one line a run, the latest first")
    .description("Lists the runs that Step Functions remembers, of both contexts or of one.")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf runs list dev\n  dapf runs list dev --context training --json\n${exitCodeHelp}`,
    )
    .action(async (name: string, flags: Flags) => {
      const { host } = context;
      const { environment, services } = await opened(context, name, flags, QUICK_RETRY);
      const { listRuns } = await import("../../jobs/runs");
      const found = await listRuns(environment, flags.context, services);
      if (flags.json === true) return printJson(host.stdout, { environment: name, runs: found });
      const lines = found.length === 0 ? ["There were no runs"] : runTable(found, Date.now(), styleOf(context));
      host.stdout.write(`${lines.join("\n")}\n`);
    });
}

function addShow(runs: Command, context: CommandContext): void {
  withPipelineFlags(runs.command("show <environment> [run]").addOption(contextOption()))
    .summary("a run: states, jobs, and what it failed on")
    .description("Shows one run, by its name or ARN; the latest one without. Exits with 1 when it has failed.")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf runs show dev\n  dapf runs show dev 2026-11-21-1 --context training\n${exitCodeHelp}`,
    )
    .action(async (name: string, wanted: string | undefined, flags: Flags) => {
      const { host, exitWith } = context;
      const { findRun, lookAtRun, failureOfRun } = await import("../../jobs/runs");
      const { environment, services } = await opened(context, name, flags, QUICK_RETRY);
      const found = await findRun(environment, flags.context, wanted, services);
      // A run that is listed may be unknown to DescribeExecution for a moment: what the list has of it is shown.
      const view = (await lookAtRun(found.executionArn, services)) ?? { ...found, states: [], jobs: {} };
      const failure = await failureOfRun(view, services);
      if (failure !== undefined) exitWith(EXIT_FAILED);
      if (flags.json === true) {
        return printJson(host.stdout, { environment: name, context: found.context, ...view, failure: failure ?? null });
      }
      const style = styleOf(context);
      const lines = [
        ...runLines(view, Date.now(), style),
        ...(failure === undefined ? [] : failureLines(failure, style)),
      ];
      host.stdout.write(`${[found.executionArn, ...lines].join("\n")}\n`);
    });
}

function addStop(runs: Command, context: CommandContext): void {
  withPipelineFlags(runs.command("stop <environment>").addOption(contextOption()))
    .summary("stop the runs that have not ended")
    .description("Stops the runs that have not ended. Their Batch jobs go on: run the day again to go on with them.")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf runs stop dev\n  dapf runs stop dev --context inferencing --json\n${exitCodeHelp}`,
    )
    .action(async (name: string, flags: Flags) => {
      const { host } = context;
      const { environment, services } = await opened(context, name, flags, DEFAULT_RETRY);
      const { stopRuns } = await import("../../jobs/runs");
      const stopped = await stopRuns(environment, flags.context, services);
      if (flags.json === true) return printJson(host.stdout, { environment: name, stopped });
      const lines = stopped.map(({ executionArn }) => `Stopped ${executionArn}`);
      host.stdout.write(`${lines.join("\n") || "No run was under way"}\n`);
    });
}

async function opened(context: CommandContext, name: string, flags: Flags, retry: RetryPolicy) {
  const environment = environmentOf(context.host, name);
  const target = await connectEnvironment(context, environment, flags);
  const { runServices } = await import("../../jobs/runs");
  return { environment, services: runServices(target, retry) };
}

function styleOf({ host }: CommandContext) {
  return styleFor(host.stdout.isTerminal, host.variables);
}
