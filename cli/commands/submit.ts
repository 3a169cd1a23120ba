import type { Command } from "commander";
import type { SubmissionEvent, SubmissionFile, SubmittedFile } from "../../jobs/container/submissions";
import type { JobState, Monitored } from "../../jobs/engine/monitor";
import {
  type Account,
  type AccountFlags,
  accountWords,
  connectAccount,
  environmentFor,
  policyFor,
  withAccountFlags,
} from "../batch-account";
import { jobExitCodeHelp } from "../exit-codes";
import { conclude, watchCommand, watchJobs } from "../job-monitor";
import { printJson } from "../json-result";
import { jobJson } from "../render/monitor-json";
import { planLines } from "../render/job-plan";
import { amount, styleFor } from "../render/style";
import { shellWord } from "../shell-word";
import type { CommandContext } from "../stack-command";
import { UsageError } from "../usage-error";
import { readUserFile } from "../user-file";

interface Flags extends AccountFlags {
  readonly output?: string;
  readonly monitor?: boolean;
  readonly logs?: string;
  readonly cancelOnFailure?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly rate?: number;
  readonly again?: boolean;
}

// Milliseconds: what the embedded AWS does is visible at once.
const LOCAL_SETTLE = 300;

/** `dapf submit` */
export function addSubmit(program: Command, context: CommandContext): void {
  withAccountFlags(program.command("submit <file>"))
    .summary("submit a job, or a workflow of jobs, from a file")
    .description(
      'Submits the job of a JSON (comments allowed) or YAML file, or all jobs of {"jobs": [...]}, where\n' +
        'dependsOn may name other jobs of the file: {"jobId": "${preprocess}"}. The whole file is checked before\n' +
        "the first call. When the command is interrupted, the same command goes on: no job is submitted twice.",
    )
    .option("--monitor", "watch the jobs until all are over")
    .option("--logs <job>", "with --monitor: show the log of this job, too")
    .option("--output <ids file>", "write names and ids there; the same command then never submits the jobs again")
    .option("--again", "submit the jobs anew although an earlier run with this output has submitted them")
    .option("--cancel-on-failure", "end the other jobs when one cannot be submitted or, with --monitor, fails")
    .option("--dry-run", "check the file and print the plan; AWS is not asked")
    .option("--rate <n>", "calls a second (default: 50, the quota of AWS Batch)", rateOf)
    .option("--json", "print one JSON object on standard output; progress goes to standard error")
    .addHelpText(
      "after",
      `
Examples:
  dapf submit my-job-submission.json --region us-west-2 --monitor
  dapf submit workflow-jobs.json --output job-ids.txt
  dapf submit workflow-jobs.json --dry-run
  dapf submit nightly.yaml --env dev --monitor --cancel-on-failure
${jobExitCodeHelp}`,
    )
    .action((file: string, flags: Flags) => run(context, file, flags));
}

async function run(context: CommandContext, file: string, flags: Flags): Promise<void> {
  const { host } = context;
  if (flags.logs !== undefined && flags.monitor !== true) throw new UsageError("--logs needs --monitor");
  const environment = environmentFor(context, flags);
  const policy = policyFor(environment);
  const { readSubmissions, preflight, DEFAULT_RATE } = await import("../../jobs/container/submissions");
  const submissions = readSubmissions(file, readUserFile(file), policy);
  if (flags.dryRun === true) return printPlan(context, submissions, flags, flags.rate ?? DEFAULT_RATE);
  const account = await connectAccount(context, flags, environment);
  const { batch } = account;
  const stop = new AbortController();
  let unsubscribe: () => void = () => undefined;
  try {
    await preflight(submissions, batch, policy);
    // Before this there is nothing to finish, and an interrupt may end the process.
    unsubscribe = host.interrupts.subscribe(() => stop.abort());
    const submitted = await submit(context, { file, flags, account, submissions, signal: stop.signal });
    const isWatched = flags.monitor === true;
    const watched = isWatched ? await watch(context, flags, account, submitted, stop.signal) : undefined;
    // A run whose jobs are still to be watched is found again by the same command.
    await submitted.close(flags.output !== undefined || watched?.interrupted === true);
    printResult(context, file, flags, submitted, watched);
  } finally {
    unsubscribe();
    batch.close();
  }
}

interface Run {
  readonly file: string;
  readonly flags: Flags;
  readonly account: Account;
  readonly submissions: SubmissionFile;
  readonly signal: AbortSignal;
}

async function submit(
  context: CommandContext,
  { file, flags, account, submissions, signal }: Run,
): Promise<SubmittedFile> {
  const { submitFile, writeIdsFile } = await import("../../jobs/container/submissions");
  const { output } = flags;
  return submitFile({
    file: submissions,
    batch: account.batch,
    journal: `${output ?? file}.journal`,
    place: { "the Region": account.region, "the endpoint": account.batch.endpoint ?? "AWS" },
    again: flags.again,
    rate: flags.rate,
    settle: account.isLocal ? LOCAL_SETTLE : undefined,
    cancelOnFailure: flags.cancelOnFailure,
    signal,
    emit: (event) => report(context, flags, event),
    ...(output === undefined ? {} : { keepIds: (ids) => writeIdsFile(output, ids) }),
  });
}

function report({ host }: Pick<CommandContext, "host">, { json }: Flags, event: SubmissionEvent): void {
  const stream = json === true ? host.stderr : host.stdout;
  switch (event.type) {
    case "resumed":
      stream.write(
        `Going on with the run of ${event.begun}: ${event.submitted} of ${event.total} jobs are submitted\n`,
      );
      return;
    case "submitted":
      stream.write(`${event.name}\t${event.id}${event.found ? "\t(had been submitted, without an answer)" : ""}\n`);
      return;
    case "cancelled":
      for (const line of cancelledLines(event.jobs, event.failed)) stream.write(`${line}\n`);
  }
}

function cancelledLines(jobs: number, failed: ReadonlyMap<string, string>): string[] {
  const rest = [...failed].map(([id, reason]) => `${id} could not be ended: ${reason}`);
  return [`Ended ${amount(jobs, "job")} that had been submitted`, ...rest];
}

/** Watches the jobs; with `--cancel-on-failure` the first that fails ends the others. */
function watch(
  context: CommandContext,
  flags: Flags,
  account: Account,
  { ids }: SubmittedFile,
  signal: AbortSignal,
): Promise<Monitored> {
  const jobs = [...ids].map(([name, id]) => ({ name, id }));
  const { batch } = account;
  const cancelRest = async ({ name }: JobState, open: readonly string[], say: (line: string) => void) => {
    const reason = `${name} failed (dapf submit --cancel-on-failure)`;
    const { endJobs } = await import("../../jobs/container/ending");
    const failed = await endJobs({ how: "terminate", batch, ids: open, reason, rate: flags.rate });
    for (const line of cancelledLines(open.length - failed.size, failed)) say(line);
  };
  const onFirstFailure = flags.cancelOnFailure === true ? cancelRest : undefined;
  return watchJobs(context, { account, jobs, signal, json: flags.json, logs: flags.logs, onFirstFailure });
}

function printResult(
  context: CommandContext,
  file: string,
  flags: Flags,
  { ids, fresh, begun }: SubmittedFile,
  watched: Monitored | undefined,
): void {
  const { stdout } = context.host;
  const { output, json } = flags;
  const lines = watched === undefined ? [] : conclude(context, watched, again(file, flags, [...ids.values()]));
  if (json === true) {
    const jobs = [...ids].map(([jobName, jobId]) => {
      const state = watched?.states.find(({ id }) => id === jobId);
      return { jobName, jobId, ...(state && jobJson(state)) };
    });
    return printJson(stdout, { jobs, submittedNow: fresh, begun, output });
  }
  const where = output === undefined ? "" : `; names and ids are in ${output}`;
  const unchanged = fresh === 0 ? " (nothing was submitted now; --again submits the jobs anew)" : "";
  const submitted = `${amount(ids.size, "job")} submitted${where}${unchanged}`;
  stdout.write([submitted, ...lines].map((line) => `${line}\n`).join(""));
}

// Longer command lines are no fun to copy.
const MOST_IDS = 5;

/** @returns the command that watches the jobs again */
function again(file: string, flags: Flags, ids: readonly string[]): string {
  if (flags.output !== undefined) return watchCommand([flags.output], flags);
  if (ids.length <= MOST_IDS) return watchCommand(ids, flags);
  return ["npx dapf submit", shellWord(file), ...accountWords(flags), "--monitor"].join(" ");
}

function printPlan({ host }: CommandContext, { graph }: SubmissionFile, { json }: Flags, rate: number): void {
  if (json === true) {
    const steps = graph.layers.map((layer) =>
      layer.map(({ name, needs, request }) => ({ jobName: name, needs, request })),
    );
    return printJson(host.stdout, { jobs: graph.order.length, steps });
  }
  host.stdout.write(`${planLines(graph, rate, styleFor(host.stdout.isTerminal, host.variables)).join("\n")}\n`);
}

function rateOf(value: string): number {
  const rate = Number(value);
  if (rate > 0 && rate <= 10_000) return rate;
  throw new UsageError(`--rate takes a number of calls a second, more than 0 and at most 10000, not ${value}`);
}
