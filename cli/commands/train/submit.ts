import type { Command } from "commander";
import { renderProblem } from "../../../config/errors";
import type { SubmittedFile, RunFileEvent } from "../../../jobs/engine";
import { NOT_SUBMITTED } from "../../../jobs/engine/course";
import { jobJson, type PlannedServiceJob } from "../../../jobs/training/planned-job";
import { idsText, writeIdsFile } from "../../../jobs/container/submissions/ids-file";
import { type AccountFlags, withAccountFlags } from "../../account-flags";
import { mending, requireOneStart, withContinueFlags } from "../../continuing";
import { EXIT_FAILED, EXIT_INTERRUPTED, jobExitCodeHelp, LOSS } from "../../exit-codes";
import { isForProgram, printIds, withIdsOnly } from "../../formats";
import { printJson } from "../../json-result";
import { numberOf } from "../../option-values";
import { resultLines, statusLine } from "../../render/training-jobs";
import { amount, styleFor } from "../../render/style";
import { signedOutEnd } from "../../signed-out";
import type { CommandContext } from "../../stack-command";
import { readUserInput } from "../../user-file";
import { policyFor, type TrainingAccount, withTraining } from "./account";
import { defaultsOf, type SubmissionFlags, withSubmissionFlags } from "./options";

export interface RunFlags extends AccountFlags {
  readonly monitor?: boolean;
  readonly output?: string;
  readonly again?: boolean;
  readonly continue?: boolean;
  readonly autoApprove?: boolean;
  readonly rate?: number;
  readonly json?: boolean;
  readonly idsOnly?: boolean;
  readonly journal?: string;
}

interface Flags extends RunFlags, SubmissionFlags {
  readonly name?: string;
  readonly dryRun?: boolean;
}

// Milliseconds: what the embedded AWS does is visible at once.
const LOCAL_SETTLE = 300;

/** Adds `--monitor`, `--output`, `--again`, `--continue` and `--json`. */
export function withRunFlags(command: Command): Command {
  return withIdsOnly(withContinueFlags(command))
    .option("--monitor", "watch the jobs until all are over")
    .option("--output <ids file>", "write names and ids there; the same command then never submits the jobs again")
    .option("--journal <file>", "keep the journal of the run there (default: beside the ids file or the job file)")
    .option("--again", "submit the jobs anew although an earlier run with this output has submitted them")
    .option("--rate <n>", "submissions a second (default: 5, the quota of AWS Batch)", numberOf("--rate", 1, 1000))
    .option("--json", "print one JSON object on standard output; progress goes to standard error");
}

/** `dapf train submit` */
export function addSubmit(train: Command, context: CommandContext): void {
  withRunFlags(withSubmissionFlags(withAccountFlags(train.command("submit <file>"))))
    .summary("submit a training job, or a workflow of them, from a file")
    .description(
      "Submits a SageMaker training job to a queue. The file (JSON, also with comments, or YAML; - is standard input) is\n" +
        "one of\n" +
        "- a CreateTrainingJob request,\n" +
        "- a few lines in the words of the SageMaker SDK's Estimator: image_uri, role, instance_type, ...,\n" +
        '- a workflow: {"jobs": [{"jobName", "serviceRequestPayload": <one of the above, or its file>, "dependsOn":\n' +
        '  [{"jobId": "${name}"}]}]}. A job is submitted when those it depends on have succeeded; the command runs\n' +
        "  as long, and after an interruption the same command goes on.\n" +
        "Everything is checked before the first job is submitted, and no job is submitted twice. With --env the instances,\n" +
        "the hours and the tags of jobs are held to the limits of the environment, also by --dry-run.",
    )
    .option("--name <name>", "name of the job (default: that in the file)")
    .option("--dry-run", "check the file and print what would be submitted; AWS is not asked")
    .addHelpText(
      "after",
      `
Examples:
  dapf train submit payload.json --queue jenkins-pl-c5-fifo --env jenkins-pl --local
  dapf train submit estimator.yaml --queue jenkins-pl-g5-quota-shares --quota-share team-a-borrows --monitor
  dapf train submit workflow.yaml --output job-ids.txt --monitor
  dapf train submit workflow.yaml --output job-ids.txt --continue      the file was mended half-way
  dapf train submit workflow.yaml --dry-run
${jobExitCodeHelp}`,
    )
    .action((file: string, flags: Flags) => submit(context, file, flags));
}

async function submit(context: CommandContext, file: string, flags: Flags): Promise<void> {
  const { host } = context;
  const { readSubmissions } = await import("../../../jobs/training");
  const input = await readUserInput(host, file);
  const { jobs, warnings } = readSubmissions(input.name, {
    defaults: defaultsOf(flags),
    name: flags.name,
    content: input.isStream ? input.content : undefined,
    policy: policyFor(context, flags),
  });
  for (const warning of warnings) host.stderr.write(`warning: ${renderProblem(warning)}\n`);
  if (flags.dryRun === true) return printPlan(context, jobs, flags);
  const run = (world: TrainingAccount) => runCommand(context, world, jobs, flags, input.journal);
  await withTraining(context, flags, run, LOSS);
}

/** Submits jobs that have been read, and says what became of them. */
export async function runCommand(
  context: CommandContext,
  { batch, account, signal }: TrainingAccount,
  jobs: readonly PlannedServiceJob[],
  flags: RunFlags,
  journal: string,
): Promise<void> {
  const { host, exitWith } = context;
  const { output } = flags;
  requireOneStart(flags);
  const { checkQueues, runJobs } = await import("../../../jobs/training");
  const stream = isForProgram(flags) ? host.stderr : host.stdout;
  await checkQueues(jobs, batch);
  const mender = mending(host, flags);
  const run = await runJobs({
    jobs,
    batch,
    journal: flags.journal ?? (output === undefined ? journal : `${output}.journal`),
    target: `${account.region} ${batch.endpoint ?? "AWS"}`,
    monitor: flags.monitor === true,
    again: flags.again,
    mend: mender.mend,
    rate: flags.rate,
    settle: account.isLocal ? LOCAL_SETTLE : undefined,
    signal,
    emit: (event) => stream.write(linesOf(event)),
  });
  const { results } = run;
  const ids = new Map(results.flatMap(({ job, id }): [string, string][] => (id === undefined ? [] : [[job, id]])));
  const before = ids.size - run.fresh;
  if (before > 0) stream.write(`${amount(before, "job")} had been submitted before\n`);
  if (output !== undefined) writeIdsFile(output, ids, flags.idsOnly);
  await run.close(output !== undefined);
  exitWith(exitCodeOf(results, signal.aborted));
  if (run.signedOut !== undefined) {
    signedOutEnd(
      context,
      run.signedOut,
      "jobs that were submitted keep running",
      "run the same command, which goes on",
    );
  }
  if (flags.json === true) return printJson(host.stdout, { jobs: results, output, difference: mender.seen() });
  const style = styleFor(stream.isTerminal, host.variables);
  stream.write(`${resultLines(results, signal.aborted, style).join("\n")}\n`);
  if (flags.idsOnly === true) printIds(host.stdout, ids.values());
}

function exitCodeOf(results: SubmittedFile["results"], isInterrupted: boolean): number {
  if (isInterrupted) return EXIT_INTERRUPTED;
  return results.some(({ status }) => status === "FAILED" || status === NOT_SUBMITTED) ? EXIT_FAILED : 0;
}

function linesOf(event: RunFileEvent): string {
  if (event.type === "submitted") return idsText(new Map([[event.name, event.id]]));
  if (event.type === "not-submitted") return `${event.name}\tnot submitted: ${event.reason}\n`;
  return event.type === "changed" ? `${statusLine(event.state)}\n` : "";
}

function printPlan({ host }: CommandContext, jobs: readonly PlannedServiceJob[], { json }: Flags): void {
  if (json === true) return printJson(host.stdout, { jobs: jobs.map(jobJson) });
  for (const { name, needs: names, needsIds, request } of jobs) {
    const share = request.quotaShareName ?? request.shareIdentifier;
    const needs = [...names, ...needsIds];
    const waits = needs.length === 0 ? "" : `, after ${needs.join(", ")}`;
    host.stdout.write(`${name}: to ${request.jobQueue}${share === undefined ? "" : `, share ${share}`}${waits}\n`);
    host.stdout.write(`  ${request.serviceRequestPayload}\n`);
  }
}
