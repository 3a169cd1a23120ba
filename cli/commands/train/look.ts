import type { Command } from "commander";
import type { DescribeServiceJobResponse } from "@aws-sdk/client-batch";
import type { BatchClient } from "../../../aws/services";
import { shellWord } from "../../../errors/shell-word";
import { type AccountFlags, accountWords, withAccountFlags } from "../../account-flags";
import { jobsOf } from "../../job-words";
import { withLogs } from "../../job-logs";
import { EXIT_FAILED, EXIT_INTERRUPTED, jobExitCodeHelp } from "../../exit-codes";
import { printIds, withIdsOnly } from "../../formats";
import { printJson } from "../../json-result";
import { numberOf, timeOf, withOldName } from "../../option-values";
import { jobLines, jobTable, statusLine } from "../../render/training-jobs";
import { amount, styleFor } from "../../render/style";
import { signedOutEnd } from "../../signed-out";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { isOver } from "../../../jobs/engine/monitor/job-state";
import { withTraining } from "./account";

interface ListFlags extends AccountFlags {
  readonly queue: string;
  readonly status?: string;
  readonly open?: boolean;
  readonly share?: string;
  readonly quotaShare?: string;
  readonly name?: string;
  readonly after?: number;
  readonly before?: number;
  readonly limit: number;
  readonly json?: boolean;
  readonly idsOnly?: boolean;
}

/** `dapf train list` */
export function addList(train: Command, context: CommandContext): void {
  withOldName(withIdsOnly(withAccountFlags(train.command("list"))), "--state <status>", "status")
    .summary("the jobs of a queue, newest first")
    .description("Lists the training jobs of a queue; all that is asked for has to hold.")
    .requiredOption("--queue <queue>", "name or ARN of the queue")
    .option("--status <status>", "RUNNABLE, SCHEDULED, RUNNING, SUCCEEDED, FAILED, ...")
    .option("--open", "only jobs that are not over")
    .option("--share <identifier>", "share identifier")
    .option("--quota-share <name>", "quota share")
    .option("--name <prefix>", "what the name begins with")
    .option("--after <time>", "created at or after: 2026-03-19, 2026-03-19T10:00:00Z, 90m, 12h, 3d", timeOf)
    .option("--before <time>", "created before", timeOf)
    .option("--limit <n>", "how many at most", numberOf("--limit", 1, 100_000), 100)
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  dapf train list --queue jenkins-pl-g5-quota-shares --status RUNNABLE --env jenkins-pl --local
  dapf train list --queue jenkins-pl-g5-quota-shares --quota-share team-a-borrows --after 12h
${jobExitCodeHelp}`,
    )
    .action(async (flags: ListFlags) => {
      const { listServiceJobs, STATUSES } = await import("../../../jobs/training");
      const status = STATUSES.find((one) => one === flags.status?.toUpperCase());
      if (flags.status !== undefined && status === undefined) {
        throw new UsageError(`--status takes one of ${STATUSES.join(", ")}, not ${flags.status}`);
      }
      const isAsked = (one: string) => (status ?? one) === one && !(flags.open === true && isOver({ status: one }));
      const statuses = STATUSES.filter(isAsked);
      await withTraining(context, flags, async ({ batch }) => {
        const { host } = context;
        const query = { ...flags, statuses, namePrefix: flags.name };
        const jobs = await listServiceJobs(batch.quick, query, flags.limit);
        if (flags.json === true) return printJson(host.stdout, { jobs });
        if (flags.idsOnly === true)
          return printIds(
            host.stdout,
            jobs.map(({ jobId }) => jobId),
          );
        const style = styleFor(host.stdout.isTerminal, host.variables);
        const lines = jobs.length === 0 ? ["There are no such jobs"] : jobTable(jobs, Date.now(), style);
        host.stdout.write(`${lines.join("\n")}\n`);
      });
    });
}

/** `dapf train show` */
export function addShow(train: Command, context: CommandContext): void {
  withAccountFlags(train.command("show <job-id>"))
    .summary("everything about a job: state, attempts, preemptions")
    .description("Shows a training job as AWS Batch describes it; with --json also its payload.")
    .option("--json", "print one JSON object")
    .addHelpText("after", `\nExamples:\n  dapf train show <job id> --env jenkins-pl --local\n${jobExitCodeHelp}`)
    .action((id: string, flags: AccountFlags & { readonly json?: boolean }) =>
      withTraining(context, flags, async ({ batch }) => {
        const job = await jobOf(batch, id);
        if (flags.json === true) return printJson(context.host.stdout, job);
        context.host.stdout.write(`${jobLines(job).join("\n")}\n`);
      }),
    );
}

/** @throws UsageError when AWS Batch does not know the job */
export async function jobOf(batch: BatchClient, id: string): Promise<DescribeServiceJobResponse> {
  const { describeServiceJob } = await import("../../../jobs/training");
  const job = await describeServiceJob(batch.quick, id);
  if (job === undefined)
    throw new UsageError(`There is no training job ${id} (AWS Batch forgets jobs some days after)`);
  return job;
}

/** `dapf train watch` */
export function addWatch(train: Command, context: CommandContext): void {
  withAccountFlags(train.command("watch <ids...>"))
    .summary("follow jobs until all are over")
    .description("Follows jobs, by their ids or by the ids file of `submit --output`, and tells each change.")
    .option("--json", "print one JSON object at the end; changes go to standard error")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf train watch job-ids.txt --env jenkins-pl --local\n  dapf train watch <job id> <job id>\n${jobExitCodeHelp}`,
    )
    .action((words: string[], flags: AccountFlags & { readonly json?: boolean }) =>
      withTraining(context, flags, async ({ batch, signal }) => {
        const { host, exitWith } = context;
        const { monitorJobs } = await import("../../../jobs/engine/monitor");
        const { serviceStatuses } = await import("../../../jobs/training");
        const stream = flags.json === true ? host.stderr : host.stdout;
        const jobs = await Promise.all(jobsOf(words).map(({ id }) => jobOf(batch, id)));
        const begun = Math.min(...jobs.map(({ createdAt = 0 }) => createdAt));
        const { states, signedOut } = await monitorJobs({
          source: serviceStatuses(batch, begun),
          jobs: jobs.map(({ jobId: id = "", jobName: name, jobQueue: queue }) => ({ id, name, queue })),
          signal,
          isUp: true,
          emit: (event) => event.type === "changed" && stream.write(`${statusLine(event.state)}\n`),
        });
        const failed = states.filter(({ status }) => status === "FAILED").length;
        exitWith(signal.aborted ? EXIT_INTERRUPTED : failed > 0 ? EXIT_FAILED : 0);
        if (signedOut !== undefined) {
          const again = ["npx dapf train watch", ...words.map(shellWord), ...accountWords(flags)].join(" ");
          signedOutEnd(context, signedOut, "the jobs keep running", again);
        }
        if (flags.json === true) {
          const ended = states.map(({ service, status, reason }) => ({ ...service, status, statusReason: reason }));
          return printJson(host.stdout, { jobs: ended });
        }
        const rest = signal.aborted ? " (interrupted; they keep running)" : "";
        host.stdout.write(`${amount(states.length, "job")}, ${failed} failed${rest}\n`);
      }),
    );
}

/** `dapf train logs` */
export function addLogs(train: Command, context: CommandContext): void {
  withOldName(withAccountFlags(train.command("logs <job-id>")), "--attempt <n>", "back")
    .summary("what a job has written, of all its instances")
    .description("Prints the log of the training job behind a job, from CloudWatch Logs, in the order of time.")
    .option("--back <n>", "an earlier attempt: 1 for the one before the latest, ...", numberOf("--back", 0, 100), 0)
    .option("--tail <n>", "only the last lines", numberOf("--tail", 1, 1_000_000))
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf train logs <job id> --tail 50 --env jenkins-pl --local\n${jobExitCodeHelp}`,
    )
    .action(
      (id: string, flags: AccountFlags & { readonly back: number; readonly tail?: number; readonly json?: boolean }) =>
        withTraining(context, flags, async ({ batch, account }) => {
          const { host } = context;
          const { readTrainingLog, trainingJobsOf } = await import("../../../jobs/training");
          const jobs = trainingJobsOf(await jobOf(batch, id));
          const name = jobs[flags.back];
          if (name === undefined) {
            throw new UsageError(
              `${id} has had ${amount(jobs.length, "attempt")}; there is no log of ${flags.back} before the latest`,
            );
          }
          const all = await withLogs(account, (reader) => readTrainingLog(reader, name));
          const lines = flags.tail === undefined ? all : all.slice(-flags.tail);
          if (flags.json === true) return printJson(host.stdout, { trainingJob: name, lines });
          const several = new Set(lines.map(({ instance }) => instance)).size > 1;
          for (const { instance, message } of lines) host.stdout.write(`${several ? `${instance}  ` : ""}${message}\n`);
          if (lines.length === 0) host.stderr.write(`${name} has written nothing yet\n`);
        }),
    );
}
