import type { Command } from "commander";
import type { JobDetail } from "@aws-sdk/client-batch";
import { ATTEMPTS } from "../../../aws/batch/limits";
import { describeJobs } from "../../../aws/batch/jobs";
import type { LogLine, LogReader } from "../../../jobs/engine/logs";
import { isJobId } from "../../../jobs/container/submissions/ids-file";
import { type Account, withAccount } from "../../account";
import { type AccountFlags, withAccountFlags } from "../../account-flags";
import { EXIT_INTERRUPTED } from "../../exit-codes";
import { settleOf, withLogs } from "../../job-logs";
import { printJson } from "../../json-result";
import { numberOf } from "../../option-values";
import { noAnswerText } from "../../render/monitor-plain";
import { amount } from "../../render/style";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";

interface Flags extends AccountFlags {
  readonly follow?: boolean;
  readonly attempt?: number;
  readonly tail?: number;
  readonly json?: boolean;
}

/** `dapf jobs logs` */
export function addLogs(jobs: Command, context: CommandContext): void {
  withAccountFlags(jobs.command("logs <job-id>"))
    .summary("what a job has written to CloudWatch Logs")
    .description("Prints the log of a job's latest attempt; with --follow as it is written, until the job is over.")
    .option("-f, --follow", "go on until the job is over, also through further attempts")
    .option(
      "--attempt <n>",
      "1 for the first attempt, 2 for the second, ... (default: the latest)",
      numberOf("--attempt", ATTEMPTS.least, ATTEMPTS.most),
    )
    .option("--tail <n>", "only the last lines", numberOf("--tail", 1, 1_000_000))
    .option("--json", "print one JSON object; not with --follow")
    .addHelpText(
      "after",
      `
Examples:
  dapf jobs logs 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --tail 50 --local
  dapf jobs logs 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --follow
  dapf jobs logs 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01:17        a job of an array`,
    )
    .action((id: string, flags: Flags) => logs(context, id, flags));
}

async function logs(context: CommandContext, id: string, flags: Flags): Promise<void> {
  if (!isJobId(id)) throw new UsageError(`${id} is not the id of a job (dapf jobs list shows ids)`);
  if (flags.follow === true && (flags.json === true || flags.attempt !== undefined)) {
    throw new UsageError(`--follow and ${flags.json === true ? "--json" : "--attempt"} exclude each other`);
  }
  await withAccount(context, flags, async (account) => {
    const job = (await describeJobs(account.batch, [id])).get(id);
    if (job === undefined) throw new UsageError(`There is no job ${id} (AWS Batch forgets jobs some days after)`);
    requireLog(id, job);
    await withLogs(account, (reader) =>
      flags.follow === true ? follow(context, account, id, flags, reader) : print(context, id, job, flags, reader),
    );
  });
}

function requireLog(id: string, { arrayProperties, container }: JobDetail): void {
  const { size } = arrayProperties ?? {};
  if (size !== undefined) {
    throw new UsageError(`${id} is an array of ${size} jobs, which have the logs: ${id}:0 to ${id}:${size - 1}`);
  }
  const { logDriver = "awslogs" } = container?.logConfiguration ?? {};
  if (logDriver !== "awslogs") throw new UsageError(`${id} logs with ${logDriver}, not to CloudWatch Logs`);
}

async function print(
  { host }: CommandContext,
  id: string,
  job: JobDetail,
  { attempt, tail, json }: Flags,
  reader: LogReader,
): Promise<void> {
  const { LogTail, logLocationsOf } = await import("../../../jobs/engine/logs");
  const places = logLocationsOf(job);
  const place = attempt === undefined ? places.at(-1) : places[attempt - 1];
  if (attempt !== undefined && place === undefined) {
    throw new UsageError(`${id} has had ${amount(places.length, "attempt")}; there is no log of number ${attempt}`);
  }
  const all = place === undefined ? [] : await new LogTail(reader, place).more();
  const lines = tail === undefined ? all : all.slice(-tail);
  if (json === true) return printJson(host.stdout, { jobId: id, ...place, lines });
  host.stdout.write(textOf(lines));
  if (all.length === 0) host.stderr.write(`${id} is ${job.status ?? "new"} and has written nothing yet\n`);
}

async function follow(
  { host, exitWith }: CommandContext,
  account: Account,
  id: string,
  { tail }: Flags,
  reader: LogReader,
): Promise<void> {
  const { LogFollower } = await import("../../../jobs/engine/logs");
  const { isOver, monitorJobs } = await import("../../../jobs/engine/monitor");
  const { containerStatuses } = await import("../../../jobs/container/statuses");
  const stop = new AbortController();
  const unsubscribe = host.interrupts.subscribe(() => stop.abort());
  const { closed } = host.stdout;
  const signal = closed === undefined ? stop.signal : AbortSignal.any([stop.signal, closed]);
  let first = tail;
  const onLines = (lines: readonly LogLine[]) => {
    host.stdout.write(textOf(first === undefined ? lines : lines.slice(-first)));
    first = undefined;
  };
  const follower = new LogFollower({ reader, signal, onLines, settle: settleOf(account) });
  const reading = follower.run();
  try {
    const watched = await monitorJobs({
      source: containerStatuses(account.batch),
      jobs: [{ id }],
      signal,
      emit: (event) => {
        if (event.type === "changed") follower.note(event.state.logs, isOver(event.state));
        if (event.type === "no-answer") host.stderr.write(`${noAnswerText(event)}\n`);
      },
    });
    if (watched.signedOut !== undefined) throw watched.signedOut;
    if (watched.interrupted) exitWith(EXIT_INTERRUPTED);
  } finally {
    unsubscribe();
    follower.end();
    await reading;
  }
}

const textOf = (lines: readonly LogLine[]): string => lines.map(({ message }) => `${message}\n`).join("");
