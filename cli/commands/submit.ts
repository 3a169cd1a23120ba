import type { Command } from "commander";
import { loadCompute } from "../../config/compute";
import type { Environment } from "../../config/environment";
import { renderProblems } from "../../config/errors";
import { policyOf } from "../../config/containers/policy";
import type { SubmissionEvent, SubmissionFile, SubmittedFile, SubmittingTeam } from "../../jobs/container/submissions";
import type { Difference } from "../../jobs/engine/journal";
import type { JobState, Monitored } from "../../jobs/engine/monitor";
import type { JobPolicy } from "../../config/containers/policy";
import { type Account, environmentFor, withAccount } from "../account";
import { type AccountFlags, accountWords, withAccountFlags } from "../account-flags";
import { type Mend, mending, requireOneStart, withContinueFlags } from "../continuing";
import { jobExitCodeHelp, LOSS } from "../exit-codes";
import { isForProgram, printIds, withIdsOnly } from "../formats";
import { conclude, watchCommand, watchJobs } from "../job-monitor";
import { printJson } from "../json-result";
import { jobJson } from "../render/monitor-json";
import { planLines } from "../render/job-plan";
import { amount, styleFor } from "../render/style";
import { shellWord } from "../../errors/shell-word";
import type { CommandContext } from "../stack-command";
import { UsageError } from "../usage-error";
import { readUserInput } from "../user-file";

export interface SubmitFlags extends AccountFlags {
  readonly output?: string;
  readonly monitor?: boolean;
  readonly logs?: string;
  readonly cancelOnFailure?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly idsOnly?: boolean;
  readonly journal?: string;
  readonly rate?: number;
  readonly again?: boolean;
  readonly continue?: boolean;
  readonly autoApprove?: boolean;
  /** Of `dapf submit` alone. */
  readonly team?: string;
}

// Milliseconds: what the embedded AWS does is visible at once.
const LOCAL_SETTLE = 300;

/** Adds the options of commands that submit container jobs. @param dryRun what `--dry-run` does */
export function withSubmitFlags(command: Command, dryRun: string): Command {
  return withIdsOnly(withContinueFlags(withAccountFlags(command)))
    .option("--monitor", "watch the jobs until all are over")
    .option("--logs <job>", "with --monitor: show the log of this job, too")
    .option("--output <ids file>", "write names and ids there; the same command then never submits the jobs again")
    .option("--journal <file>", "keep the journal of the run there (default: beside the ids file or the job file)")
    .option("--again", "submit the jobs anew although an earlier run with this output has submitted them")
    .option("--cancel-on-failure", "end the other jobs when one cannot be submitted or, with --monitor, fails")
    .option("--dry-run", dryRun)
    .option("--rate <n>", "calls a second (default: 50, the quota of AWS Batch)", rateOf)
    .option("--json", "print one JSON object on standard output; progress goes to standard error");
}

/** `dapf submit` */
export function addSubmit(program: Command, context: CommandContext): void {
  withSubmitFlags(program.command("submit <file>"), "check the file and print the plan; AWS is not asked")
    .option("--team <name>", "submit as this team of --env: its shares and tags, held to what it may")
    .summary("submit a job, or a workflow of jobs, from a file")
    .description(
      'Submits the job of a JSON (comments allowed) or YAML file, or all jobs of {"jobs": [...]}, where\n' +
        'dependsOn may name other jobs of the file: {"jobId": "${preprocess}"}. The whole file is checked before\n' +
        "the first call; what goes beyond the limits of --env, all nodes and containers counted, is refused.\n" +
        "With --team each job gets the share identifier and the tags that the environment declares of the team, and its queue,\n" +
        "definition, share, tags and sizes are held to what the team may.\n" +
        "<file> may be - (standard input) or <(...). When the command is interrupted, the same command goes on: no job is\n" +
        "submitted twice.",
    )
    .addHelpText(
      "after",
      `
Examples:
  dapf submit my-job-submission.json --region us-west-2 --monitor
  dapf submit workflow-jobs.json --output job-ids.txt
  dapf submit workflow-jobs.json --output job-ids.txt --continue    the file was mended half-way
  dapf submit workflow-jobs.json --dry-run
  make-jobs | dapf submit - --ids-only
  dapf submit nightly.yaml --env dev --monitor --cancel-on-failure
  dapf submit train.yaml --env dev --team ml --dry-run
${jobExitCodeHelp}`,
    )
    .action((file: string, flags: SubmitFlags) => run(context, file, flags));
}

async function run(context: CommandContext, file: string, flags: SubmitFlags): Promise<void> {
  const environment = environmentFor(context, flags);
  const policy = environment && policyOf(environment);
  const team = await teamOf(environment, flags);
  const { readSubmissions, DEFAULT_RATE } = await import("../../jobs/container/submissions");
  const input = await readUserInput(context.host, file);
  const submissions = readSubmissions(input.name, input.content, policy, team);
  if (flags.dryRun === true) return printPlan(context, submissions, flags, flags.rate ?? DEFAULT_RATE);
  const asTeam = team === undefined ? [] : ["--team", team.name];
  const command = ["submit", input.isStream ? "-" : file, ...asTeam];
  const work = { flags, submissions, policy, team, journal: input.journal, command };
  await withAccount(context, flags, (account) => submitJobs(context, account, work), environment);
}

/** @throws UsageError when no environment is named that declares teams, UnknownTeamError */
async function teamOf(
  environment: Environment | undefined,
  { team }: SubmitFlags,
): Promise<SubmittingTeam | undefined> {
  if (team === undefined) return undefined;
  if (environment === undefined) {
    throw new UsageError("--team needs --env: the environment that declares the team (docs/compute-declarations.md)");
  }
  const model = loadCompute(environment);
  if (model === undefined) {
    const { name, file } = environment;
    throw new UsageError(`${name} declares no teams: ${file} has no compute (docs/compute-declarations.md)`);
  }
  const { submittingTeam } = await import("../../jobs/container/submissions");
  return submittingTeam(model, team);
}

export interface SubmitWork {
  readonly flags: SubmitFlags;
  readonly submissions: SubmissionFile;
  readonly policy: JobPolicy | undefined;
  /** That the jobs are of. */
  readonly team?: SubmittingTeam | undefined;
  /** Path of the journal of a run without `--output`. */
  readonly journal: string;
  /** Words of the command line that goes on with the run, but for the flags. */
  readonly command: readonly string[];
  /** Name -> id of the job that it repeats. */
  readonly retried?: ReadonlyMap<string, string>;
}

/** Submits jobs that have been read, watches them when that is wanted, and says what became of them. */
export async function submitJobs(context: CommandContext, account: Account, work: SubmitWork): Promise<void> {
  const { flags, submissions, policy, team } = work;
  if (flags.logs !== undefined && flags.monitor !== true) throw new UsageError("--logs needs --monitor");
  requireOneStart(flags);
  const { preflight } = await import("../../jobs/container/submissions");
  const { warnings, unknown } = await preflight(
    submissions,
    account.batch,
    [policy, team?.policy].filter((one) => one !== undefined),
  );
  for (const line of warnings.length === 0 ? [] : renderProblems(warnings).split("\n")) {
    context.host.stderr.write(`warning: ${line}\n`);
  }
  for (const { message } of unknown) {
    context.host.stderr.write(`note: whether the jobs fit where they go could not be checked as a whole: ${message}\n`);
  }
  // Before this there is nothing to finish, and an interrupt may end the process.
  const stop = new AbortController();
  const unsubscribe = context.host.interrupts.subscribe(() => stop.abort(), LOSS);
  try {
    const mender = mending(context.host, flags);
    const submitted = await submit(context, account, work, mender.mend, stop.signal);
    const isWatched = flags.monitor === true;
    const watched = isWatched ? await watch(context, flags, account, submitted, stop.signal) : undefined;
    // A run whose jobs are still to be watched is found again by the same command.
    const isLeft = watched !== undefined && (watched.interrupted || watched.signedOut !== undefined);
    await submitted.close(flags.output !== undefined || isLeft);
    printResult(context, work, { ...submitted, difference: mender.seen() }, watched);
  } finally {
    unsubscribe();
  }
}

async function submit(
  context: CommandContext,
  account: Account,
  { flags, submissions, journal, team }: SubmitWork,
  mend: Mend | undefined,
  signal: AbortSignal,
): Promise<SubmittedFile> {
  const { submitFile, writeIdsFile } = await import("../../jobs/container/submissions");
  const { output } = flags;
  return submitFile({
    file: submissions,
    batch: account.batch,
    journal: flags.journal ?? (output === undefined ? journal : `${output}.journal`),
    place: {
      "the Region": account.region,
      "the endpoint": account.batch.endpoint ?? "AWS",
      ...(team === undefined ? {} : { "the team": team.name }),
    },
    again: flags.again,
    mend,
    rate: flags.rate,
    settle: account.isLocal ? LOCAL_SETTLE : undefined,
    cancelOnFailure: flags.cancelOnFailure,
    signal,
    emit: (event) => report(context, flags, event),
    ...(output === undefined ? {} : { keepIds: (ids) => writeIdsFile(output, ids, flags.idsOnly) }),
  });
}

function report({ host }: Pick<CommandContext, "host">, flags: SubmitFlags, event: SubmissionEvent): void {
  const stream = isForProgram(flags) ? host.stderr : host.stdout;
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
  flags: SubmitFlags,
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
  return watchJobs(context, {
    account,
    jobs,
    signal,
    isUp: true,
    json: flags.json,
    aside: flags.idsOnly,
    logs: flags.logs,
    onFirstFailure,
  });
}

function printResult(
  context: CommandContext,
  { flags, command, retried }: SubmitWork,
  { ids, fresh, begun, difference }: SubmittedFile & { readonly difference?: Difference },
  watched: Monitored | undefined,
): void {
  const { stdout } = context.host;
  const { output, json, idsOnly } = flags;
  const lines = watched === undefined ? [] : conclude(context, watched, again(command, flags, [...ids.values()]));
  if (json === true) {
    const jobs = [...ids].map(([jobName, jobId]) => {
      const state = watched?.states.find(({ id }) => id === jobId);
      return { jobName, jobId, retryOf: retried?.get(jobName), ...(state && jobJson(state)) };
    });
    return printJson(stdout, { jobs, submittedNow: fresh, begun, output, difference });
  }
  if (idsOnly === true) {
    context.host.stderr.write(lines.map((line) => `${line}\n`).join(""));
    return printIds(stdout, ids.values());
  }
  const where = output === undefined ? "" : `; names and ids are in ${output}`;
  const unchanged = fresh === 0 ? " (nothing was submitted now; --again submits the jobs anew)" : "";
  const submitted = `${amount(ids.size, "job")} submitted${where}${unchanged}`;
  stdout.write([submitted, ...lines].map((line) => `${line}\n`).join(""));
}

// Longer command lines are no fun to copy.
const MOST_IDS = 5;

/** @returns the command that watches the jobs again */
function again(command: readonly string[], flags: SubmitFlags, ids: readonly string[]): string {
  if (flags.output !== undefined) return watchCommand([flags.output], flags);
  if (ids.length <= MOST_IDS) return watchCommand(ids, flags);
  return ["npx dapf", ...command.map(shellWord), ...accountWords(flags), "--monitor"].join(" ");
}

function printPlan({ host }: CommandContext, { graph }: SubmissionFile, { json }: SubmitFlags, rate: number): void {
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
