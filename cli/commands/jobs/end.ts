import type { Command } from "commander";
import { LONGEST_REASON } from "../../../aws/batch/limits";
import { describeJobs } from "../../../aws/batch/jobs";
import type { Ending, PlannedEnding } from "../../../jobs/container/ending";
import { withAccount } from "../../account";
import { type AccountFlags, withAccountFlags } from "../../account-flags";
import { EXIT_FAILED } from "../../exit-codes";
import type { Host } from "../../host";
import { jobsOf } from "../../job-words";
import { withOldName } from "../../option-values";
import { printJson } from "../../json-result";
import { amount } from "../../render/style";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";

interface Flags extends AccountFlags {
  readonly reason?: string;
  readonly autoApprove?: boolean;
  readonly json?: boolean;
}

/** More jobs than these are not ended without a question. */
const FEW = 5;
const done: Readonly<Record<Ending, string>> = { cancel: "cancelled", terminate: "terminated" };

/** `dapf jobs cancel` */
export function addCancel(jobs: Command, context: CommandContext): void {
  withEndFlags(jobs.command("cancel <jobs...>"), context, "cancel")
    .summary("end jobs that do not run yet")
    .description(
      "Ends jobs that wait, by their ids or by an ids file; those that are STARTING or RUNNING are left alone.",
    )
    .addHelpText("after", examplesOf("cancel"));
}

/** `dapf jobs terminate` */
export function addTerminate(jobs: Command, context: CommandContext): void {
  withEndFlags(jobs.command("terminate <jobs...>"), context, "terminate")
    .summary("end jobs, waiting or running")
    .description("Ends jobs, by their ids or by an ids file; those that run are stopped.")
    .addHelpText("after", examplesOf("terminate"));
}

function withEndFlags(command: Command, context: CommandContext, how: Ending): Command {
  return withOldName(withAccountFlags(command), "--yes", "auto-approve")
    .option("--reason <text>", `why; it is shown with the jobs (default: "${defaultReason(how)}")`, reasonOf)
    .option("--auto-approve", `do not ask; needed for more than ${FEW} jobs where there is no terminal`)
    .option("--json", "print one JSON object")
    .action((words: string[], flags: Flags) => end(context, how, words, flags));
}

const defaultReason = (how: Ending): string => `${how === "cancel" ? "Cancelled" : "Terminated"} with dapf`;

const examplesOf = (how: Ending): string => `
Examples:
  dapf jobs ${how} 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --reason "wrong data"
  dapf jobs ${how} job-ids.txt --auto-approve --region us-west-2

Exit codes:
  0    all jobs are ${done[how]}, or were over already
  1    a job could not be ${done[how]}, or AWS Batch does not know it; the message says why
  2    wrong command line, or a file or environment that does not exist`;

function reasonOf(text: string): string {
  if (text.trim() !== "" && text.length <= LONGEST_REASON) return text;
  throw new UsageError(`--reason takes a text of 1 to ${LONGEST_REASON} characters, not ${text.length}`);
}

async function end(context: CommandContext, how: Ending, words: readonly string[], flags: Flags): Promise<void> {
  const { host, exitWith } = context;
  const jobs = jobsOf(words);
  await withAccount(context, flags, async ({ batch }) => {
    const { endJobs, planEnding } = await import("../../../jobs/container/ending");
    const plan = planEnding(
      how,
      jobs,
      await describeJobs(
        batch,
        jobs.map(({ id }) => id),
      ),
    );
    const ending = plan.filter(({ course }) => course === "ends");
    if (ending.length > FEW && flags.autoApprove !== true && !(await isAgreed(host, how, ending))) {
      exitWith(EXIT_FAILED);
      host.stderr.write(`Not approved: no job was ${done[how]}\n`);
      return;
    }
    const ids = ending.map(({ id }) => id);
    const failed = await endJobs({ how, batch, ids, reason: flags.reason ?? defaultReason(how) });
    const isBad = ({ id, course }: PlannedEnding) => course === "runs" || course === "unknown" || failed.has(id);
    if (plan.some(isBad)) exitWith(EXIT_FAILED);
    if (flags.json === true) return printJson(host.stdout, { jobs: plan.map((job) => resultOf(how, job, failed)) });
    for (const job of plan) {
      (isBad(job) ? host.stderr : host.stdout).write(`${titleOf(job)} ${sentence(how, job, failed.get(job.id))}\n`);
    }
  });
}

async function isAgreed(host: Host, how: Ending, jobs: readonly PlannedEnding[]): Promise<boolean> {
  const counts = new Map<string, number>();
  for (const { status = "" } of jobs) counts.set(status, (counts.get(status) ?? 0) + 1);
  const what = `${amount(jobs.length, "job")} (${[...counts].map(([status, count]) => `${count} ${status}`).join(", ")})`;
  if (!host.canAsk) {
    throw new UsageError(
      `${what} would be ${done[how]}, and there is no terminal to ask in: add --auto-approve if they shall be`,
    );
  }
  const answer = await host.ask(`${how === "cancel" ? "Cancel" : "Terminate"} ${what}? Answer yes or no: `);
  return ["yes", "y"].includes(answer.trim().toLowerCase());
}

const titleOf = ({ id, name }: PlannedEnding): string => (name === id ? id : `${name} (${id})`);

function sentence(how: Ending, { course, status }: PlannedEnding, failure: string | undefined): string {
  if (failure !== undefined) return `could not be ${done[how]}: ${failure}`;
  switch (course) {
    case "ends":
      return `is being ${done[how]}`;
    case "over":
      return `is ${status ?? "over"} already`;
    case "runs":
      return `is ${status ?? "RUNNING"}, which cancel leaves alone: dapf jobs terminate stops it`;
    case "unknown":
      return "is not known to AWS Batch (it forgets jobs some days after)";
  }
}

function resultOf(
  how: Ending,
  { id, name, status, course }: PlannedEnding,
  failed: ReadonlyMap<string, string>,
): object {
  const reason = failed.get(id);
  const outcome = reason !== undefined ? "failed" : course === "ends" ? done[how] : course;
  return { jobId: id, jobName: name, before: status, outcome, reason };
}
