import { nearestHint } from "../config/nearest";
import { describeJobs } from "../aws/batch/jobs";
import type { LogFollower, LogReader } from "../jobs/engine/logs";
import type { JobState, Monitored, MonitorEvent, WatchedJob } from "../jobs/engine/monitor";
import { isOver } from "../jobs/engine/monitor/job-state";
import type { Account } from "./account";
import { type AccountFlags, accountWords } from "./account-flags";
import { EXIT_FAILED, EXIT_INTERRUPTED } from "./exit-codes";
import { settleOf, withLogs } from "./job-logs";
import { summaryLines } from "./render/job-lines";
import { JsonMonitor } from "./render/monitor-json";
import { LiveMonitor } from "./render/monitor-live";
import { PlainMonitor } from "./render/monitor-plain";
import type { MonitorRenderer } from "./render/monitor-renderer";
import { isLive, styleFor } from "./render/style";
import { shellWord } from "../errors/shell-word";
import { signedOutEnd } from "./signed-out";
import type { CommandContext } from "./stack-command";
import { UsageError } from "./usage-error";

/** Milliseconds: the embedded AWS knows its jobs at once. */
const LOCAL_GRACE = 1000;

export interface Watch {
  readonly account: Account;
  readonly jobs: readonly WatchedJob[];
  readonly signal: AbortSignal;
  /** Whether AWS Batch has just answered other calls. */
  readonly isUp?: boolean;
  /** Whether standard output is for one JSON object. */
  readonly json?: boolean;
  /** Whether standard output is for something else; the jobs are shown on standard error. */
  readonly aside?: boolean;
  /** Name or id of the job whose log is shown, too. */
  readonly logs?: string;
  /** @param say tells the user of it */
  readonly onFirstFailure?: (failed: JobState, open: readonly string[], say: (line: string) => void) => Promise<void>;
}

/**
 * Watches jobs and shows it: as a table in a terminal, as lines elsewhere, as lines of JSON on standard error for programs.
 *
 * @throws UsageError when there is no such job to show the log of; AwsCallError
 */
export async function watchJobs(context: CommandContext, wanted: Watch): Promise<Monitored> {
  const { closed } = context.host.stdout;
  // A reader that has seen enough (`| head`) is not kept waiting for the end of the jobs.
  const signal = closed === undefined ? wanted.signal : AbortSignal.any([wanted.signal, closed]);
  const watch = { ...wanted, signal };
  const { logs, account } = watch;
  if (logs === undefined) return run(context, watch, () => undefined);
  const jobs = await withNames(account, watch.jobs);
  const chosen = chosenOf(jobs, logs);
  return withLogs(account, async (reader) =>
    run(context, { ...watch, jobs }, await follow(account, signal, chosen, reader)),
  );
}

/** Makes a follower that shows the log of a job, when there is something to show it with. */
type Follow = (renderer: MonitorRenderer) => { readonly id: string; readonly follower: LogFollower } | undefined;

async function follow(
  account: Account,
  signal: AbortSignal,
  { id, name = id }: WatchedJob,
  reader: LogReader,
): Promise<Follow> {
  const { LogFollower } = await import("../jobs/engine/logs");
  return (renderer) => {
    const onLines = (lines: Parameters<MonitorRenderer["log"]>[1]) => renderer.log(name, lines);
    return { id, follower: new LogFollower({ reader, signal, onLines, settle: settleOf(account) }) };
  };
}

async function run(context: CommandContext, watch: Watch, follow: Follow): Promise<Monitored> {
  const { account, jobs, signal, isUp, onFirstFailure } = watch;
  const { monitorJobs } = await import("../jobs/engine/monitor");
  const { containerStatuses } = await import("../jobs/container/statuses");
  const renderer = rendererFor(context, watch);
  const followed = follow(renderer);
  const emit = (event: MonitorEvent) => {
    renderer.handle(event);
    if (event.type !== "changed" || event.state.id !== followed?.id) return;
    followed.follower.note(event.state.logs, isOver(event.state));
  };
  // A log that cannot be read is no reason to leave the jobs alone.
  const following = followed?.follower.run().catch((error: Error) => renderer.say(error.message));
  try {
    return await monitorJobs({
      source: containerStatuses(account.batch),
      jobs,
      emit,
      signal,
      isUp,
      grace: account.isLocal ? LOCAL_GRACE : undefined,
      onFirstFailure: onFirstFailure && ((failed, open) => onFirstFailure(failed, open, (line) => renderer.say(line))),
    });
  } finally {
    followed?.follower.end();
    await following;
    renderer.close();
  }
}

function rendererFor({ host }: CommandContext, { json, aside, jobs, logs }: Watch): MonitorRenderer {
  if (json === true) return new JsonMonitor(host.stderr);
  const { variables } = host;
  const stream = aside === true ? host.stderr : host.stdout;
  const style = styleFor(stream.isTerminal, variables);
  return isLive(stream, variables)
    ? new LiveMonitor(stream, style, jobs.length, logs !== undefined)
    : new PlainMonitor(stream, style);
}

/** Jobs that were named by their ids alone have names, too. */
async function withNames({ batch }: Account, jobs: readonly WatchedJob[]): Promise<readonly WatchedJob[]> {
  const nameless = jobs.filter(({ name }) => name === undefined).map(({ id }) => id);
  if (nameless.length === 0) return jobs;
  const found = await describeJobs(batch, nameless);
  return jobs.map(({ id, name }) => ({ id, name: name ?? found.get(id)?.jobName }));
}

function chosenOf(jobs: readonly WatchedJob[], word: string): WatchedJob {
  const found = jobs.filter(({ id, name }) => id === word || name === word);
  const [job] = found;
  if (job !== undefined && found.length === 1) return job;
  if (found.length > 1) throw new UsageError(`--logs: ${found.length} of the jobs are called ${word}: give an id`);
  const hint = nearestHint(
    word,
    jobs.flatMap(({ name }) => name ?? []),
    "job",
  );
  throw new UsageError(`--logs: none of the jobs is ${word}${hint === undefined ? "" : `; ${hint}`}`);
}

/**
 * Sets the exit code that a watch owes.
 *
 * @param again the command that goes on watching
 * @returns what there is to say at its end
 */
export function conclude(
  context: CommandContext,
  { states, interrupted, signedOut }: Monitored,
  again: string,
): string[] {
  const { host, exitWith } = context;
  if (signedOut !== undefined) {
    signedOutEnd(context, signedOut, "the jobs keep running", again);
    return [];
  }
  if (interrupted) exitWith(EXIT_INTERRUPTED);
  else if (states.some(({ status }) => status !== "SUCCEEDED")) exitWith(EXIT_FAILED);
  if (interrupted) return [`Interrupted: the jobs keep running. To look again: ${again}`];
  return summaryLines(states, styleFor(host.stdout.isTerminal, host.variables));
}

/** @returns the command line that watches these again */
export function watchCommand(words: readonly string[], flags: AccountFlags): string {
  return ["npx dapf watch", ...words.map(shellWord), ...accountWords(flags)].join(" ");
}
