import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { AwsCallError, isSignedOut } from "../../aws/errors";
import { realTime } from "../../aws/time";
import type { ExampleStep } from "../../jobs/runs/example";
import type { RunContext, RunServices, RunView } from "../../jobs/runs";
import { connectEnvironment } from "../account";
import { accountWords } from "../account-flags";
import { EXIT_FAILED, EXIT_INTERRUPTED, exitCodeHelp } from "../exit-codes";
import { withOldName } from "../option-values";
import { printJson } from "../json-result";
import { contextOption, type PipelineFlags, withPipelineFlags } from "../pipeline-options";
import { codeTurn, exampleTurn, startTurn } from "../pipeline-turns";
import { exampleLine, failureLines } from "../render/run-lines";
import { RunProgress } from "../render/run-progress";
import { signInText } from "../render/monitor-plain";
import { styleFor } from "../render/style";
import { signedOutEnd } from "../signed-out";
import { type CommandContext, environmentOf } from "../stack-command";
import { inTurn } from "../turns";

interface Flags extends PipelineFlags {
  readonly context: RunContext;
  readonly monitor?: boolean;
  readonly date?: string;
  readonly input?: readonly string[];
  readonly force?: boolean;
}

/** How often a run is looked at, in milliseconds. */
const PAUSE = { local: 700, account: 5000 };

/** `dapf run <env>` */
export function addRun(program: Command, context: CommandContext): void {
  const repeatable = (value: string, before: readonly string[] = []) => [...before, value];
  const command = program
    .command("run <environment>")
    .summary("run the training or the inferencing pipeline")
    .description(
      "Starts the state machine of a context with its input map and the date, and prints the ARN of the execution.\n" +
        "With --local, what a first run needs is put in place: example data, a live job definition, an approved model.",
    )
    .addOption(contextOption().makeOptionMandatory())
    .option("--monitor", "show how it goes, and exit with 1 when it fails; Ctrl-C leaves it running")
    .option("--date <day>", "the day of the run, YYYY-MM-DD (default: today, UTC)")
    .option("--input <key=value>", "another value for a key of the input map (repeatable)", repeatable)
    .option("--force", "start although another run has not ended");
  withPipelineFlags(withOldName(command, "--wait", "monitor"))
    .addHelpText(
      "after",
      `
Examples:
  dapf run jenkins-pl --context training --monitor --local
  dapf run production --context inferencing
  dapf run dev --context training --date 2026-11-21 --input dq_table=dqresults_v2
${exitCodeHelp}`,
    )
    .action((name: string, flags: Flags) => run(context, name, flags));
}

async function run(context: CommandContext, name: string, flags: Flags): Promise<void> {
  const { host } = context;
  const environment = environmentOf(host, name);
  const { readInputMap, runDate, runServices, startRun } = await import("../../jobs/runs");
  const date = runDate(flags.date, new Date());
  const target = await connectEnvironment(context, environment, flags);
  const progress = flags.json === true ? host.stderr : host.stdout;
  const services = runServices(target);
  if (flags.local === true) {
    await readInputMap(environment, flags.context, services); // What is not deployed has no place for examples.
    const { exampleServices, prepareExample } = await import("../../jobs/runs/example");
    const options = {
      context: flags.context,
      date,
      onStep: (step: ExampleStep) => void progress.write(`${exampleLine(step)}\n`),
      pause: () => sleep(PAUSE.local),
      whileNoCodeSync: <T>(act: () => Promise<T>) => inTurn(host, codeTurn(environment, flags.context, target), act),
    };
    await inTurn(host, exampleTurn(environment, target), () =>
      prepareExample(environment, options, exampleServices(target)),
    );
  }
  const request = { context: flags.context, date, inputs: flags.input ?? [], force: flags.force === true };
  const started = await inTurn(host, startTurn(environment, flags.context, target), () =>
    startRun(environment, request, services, new Date()),
  );
  const { executionArn } = started;
  if (flags.monitor !== true) {
    if (flags.json === true) printJson(host.stdout, { environment: name, context: flags.context, executionArn, date });
    else host.stdout.write(`${executionArn}\n`);
    return;
  }
  progress.write(`${executionArn}\n`);
  await follow(context, name, flags, executionArn, services);
}

/** Shows a run until it ends; what came of it decides about the exit code. */
async function follow(
  context: CommandContext,
  name: string,
  flags: Flags,
  executionArn: string,
  services: RunServices,
): Promise<void> {
  const { host, exitWith } = context;
  const { failureOfRun, watchRun } = await import("../../jobs/runs");
  const stream = flags.json === true ? host.stderr : host.stdout;
  const style = styleFor(stream.isTerminal, host.variables);
  const progress = new RunProgress(stream, style);
  const enough = new AbortController();
  const unsubscribe = host.interrupts.subscribe(() => enough.abort());
  const pause = async () => {
    const milliseconds = flags.local === true ? PAUSE.local : PAUSE.account;
    await sleep(milliseconds, undefined, { signal: enough.signal }).catch(() => undefined);
    return !enough.signal.aborted;
  };
  const lookAgain = (run: string) =>
    ["npx dapf runs show", name, run, "--context", flags.context, ...accountWords(flags)].join(" ");
  const watch = {
    onView: (view: RunView) => progress.show(view),
    onSignedOut: (reason: string) => host.stderr.write(`${signInText(reason)}\n`),
    pause,
    time: realTime,
  };
  let last: RunView | undefined;
  try {
    last = await watchRun(executionArn, services, watch);
  } catch (error) {
    if (!(error instanceof AwsCallError && isSignedOut(error))) throw error;
    signedOutEnd(context, error, "the run goes on", lookAgain(executionArn));
    if (flags.json === true) printJson(host.stdout, { environment: name, context: flags.context, executionArn });
    return;
  } finally {
    unsubscribe();
    progress.close();
  }
  const failure = last && (await failureOfRun(last, services));
  if (failure !== undefined) {
    exitWith(EXIT_FAILED);
    stream.write(`${failureLines(failure, style).join("\n")}\n`);
  }
  if (last === undefined || last.status === "RUNNING") {
    exitWith(EXIT_INTERRUPTED);
    stream.write(`The run goes on. Look again: ${lookAgain(last?.name ?? executionArn)}\n`);
  }
  if (flags.json === true) {
    const outcome = { executionArn, ...last, failure: failure ?? null };
    printJson(host.stdout, { environment: name, context: flags.context, ...outcome });
  }
}
