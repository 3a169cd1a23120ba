import * as path from "node:path";
import type { Command } from "commander";
import { JOB_PRIORITY } from "../../../aws/batch/limits";
import type { TerminatedJob } from "../../../jobs/training";
import { type AccountFlags, withAccountFlags } from "../../account-flags";
import { EXIT_FAILED, jobExitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import { numberOf } from "../../option-values";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { policyFor, withTraining } from "./account";
import { jobOf } from "./look";
import { defaultsOf, type SubmissionFlags, withSubmissionFlags } from "./options";
import { runCommand, type RunFlags, withRunFlags } from "./submit";

type Outcome = TerminatedJob["outcome"];

interface TerminateFlags extends AccountFlags {
  readonly reason: string;
  readonly json?: boolean;
}

/** `dapf train terminate` */
export function addTerminate(train: Command, context: CommandContext): void {
  withAccountFlags(train.command("terminate <job-id...>"))
    .summary("end jobs, waiting or running")
    .description("Ends training jobs; the reason is shown with the job afterwards.")
    .option("--reason <text>", "why", "Terminated with dapf")
    .option("--json", "print one JSON object")
    .addHelpText("after", `\nExamples:\n  dapf train terminate <job id> --reason "wrong data"\n${jobExitCodeHelp}`)
    .action((ids: string[], flags: TerminateFlags) =>
      withTraining(context, flags, async ({ batch }) => {
        const { terminateJobs } = await import("../../../jobs/training");
        const { host, exitWith } = context;
        const jobs = await terminateJobs(batch, ids, flags.reason);
        const idsOf = (wanted: Outcome): string[] | undefined => {
          const found = jobs.filter(({ outcome }) => outcome === wanted).map(({ id }) => id);
          return found.length === 0 ? undefined : found;
        };
        const unknown = idsOf("unknown");
        if (unknown !== undefined) exitWith(EXIT_FAILED);
        if (flags.json === true) {
          return printJson(host.stdout, { terminated: idsOf("terminated") ?? [], over: idsOf("over"), unknown });
        }
        for (const { id, outcome, status } of jobs) {
          if (outcome === "terminated") host.stdout.write(`${id} is being terminated\n`);
          if (outcome === "over") host.stdout.write(`${id} is ${status} already\n`);
          if (outcome === "unknown")
            host.stderr.write(`${id} is not known to AWS Batch (it forgets jobs some days after)\n`);
        }
      }),
    );
}

/** `dapf train set-priority` */
export function addSetPriority(train: Command, context: CommandContext): void {
  withAccountFlags(train.command("set-priority <job-id> <priority>"))
    .summary("change the priority of a job, waiting or running")
    .description(
      "Changes the priority of a job within its share. It counts at once: where a quota share preempts, a raised job may\n" +
        "take the place of a running one, and a lowered job may lose its place. A FIFO queue takes no notice.",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf train set-priority <job id> 4 --env jenkins-pl --local\n${jobExitCodeHelp}`,
    )
    .action((jobId: string, word: string, flags: AccountFlags & { readonly json?: boolean }) => {
      const schedulingPriority = numberOf("The priority", JOB_PRIORITY.least, JOB_PRIORITY.most)(word);
      return withTraining(context, flags, async ({ batch }) => {
        await batch.call("UpdateServiceJob", { jobId, schedulingPriority });
        if (flags.json === true) return printJson(context.host.stdout, { jobId, schedulingPriority });
        context.host.stdout.write(`${jobId} has priority ${schedulingPriority}\n`);
      });
    });
}

interface CloneFlags extends RunFlags, SubmissionFlags {
  readonly name?: string;
  readonly set?: readonly (readonly [string, string])[];
}

/** `dapf train clone` */
export function addClone(train: Command, context: CommandContext): void {
  withRunFlags(withSubmissionFlags(withAccountFlags(train.command("clone <job-id>"))))
    .summary("submit a finished job once more, with changes")
    .description(
      "Submits what a finished job was submitted with, with changes of its payload and its place in the queue. What goes\n" +
        "beyond the limits of --env, or lacks a tag that it requires, is refused.",
    )
    .option("--name <name>", "name of the new job (default: that of the old one)")
    .option(
      "--set <path=value>",
      "a change of the payload, such as ResourceConfig.InstanceCount=2 (repeatable)",
      changes,
    )
    .addHelpText(
      "after",
      `
Examples:
  dapf train clone <job id> --set ResourceConfig.InstanceCount=2 --set HyperParameters.epochs=20 --env jenkins-pl --local
  dapf train clone <job id> --quota-share team-b-lends --priority 5 --monitor
${jobExitCodeHelp}`,
    )
    .action((id: string, flags: CloneFlags) =>
      withTraining(context, flags, async (world) => {
        const { cloneOf } = await import("../../../jobs/training");
        const changed = { ...defaultsOf(flags), name: flags.name, set: flags.set ?? [] };
        const job = cloneOf(await jobOf(world.batch, id), changed, policyFor(context, flags));
        const journal = path.join(context.host.root, ".dapf", "train", `clone-${id}.journal`);
        await runCommand(context, world, [job], flags, journal);
      }),
    );
}

function changes(value: string, before: readonly (readonly [string, string])[] = []): (readonly [string, string])[] {
  const [, key, text] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
  if (key === undefined || text === undefined) throw new UsageError(`--set takes path=value, not ${value}`);
  return [...before, [key, text]];
}
