import { createHash } from "node:crypto";
import * as path from "node:path";
import type { Command } from "commander";
import { policyOf } from "../../../config/containers/policy";
import { type Account, environmentFor, withAccount } from "../../account";
import { jobExitCodeHelp } from "../../exit-codes";
import { isForProgram } from "../../formats";
import { jobsOf } from "../../job-words";
import { printJson } from "../../json-result";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { submitJobs, type SubmitFlags, withSubmitFlags } from "../submit";

interface Flags extends SubmitFlags {
  readonly any?: boolean;
}

/** `dapf jobs retry` */
export function addRetry(jobs: Command, context: CommandContext): void {
  withSubmitFlags(jobs.command("retry <jobs...>"), "print what would be submitted, as a job file for dapf submit")
    .summary("submit jobs that have FAILED once more, as they were")
    .description(
      "Submits jobs once more, by their ids or by an ids file: with the same revision of the definition, queue,\n" +
        "overrides, parameters, tags, ... Those that have SUCCEEDED are left alone. A job that depends on another of\n" +
        "these waits for its retry. All are checked before the first is submitted, and none is submitted twice.",
    )
    .option("--any", "also jobs that have SUCCEEDED")
    .addHelpText(
      "after",
      `
Examples:
  dapf jobs retry 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --monitor
  dapf jobs retry job-ids.txt --output retry-ids.txt --monitor
  dapf jobs retry 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --any --dry-run > job.json
${jobExitCodeHelp}`,
    )
    .action((words: string[], flags: Flags) => retry(context, words, flags));
}

async function retry(context: CommandContext, words: readonly string[], flags: Flags): Promise<void> {
  const { host } = context;
  const { output = "", dryRun } = flags;
  if (words.includes(output)) throw new UsageError(`--output ${output}: name another file than that of the jobs`);
  const ids = jobsOf(words).map(({ id }) => id);
  const environment = environmentFor(context, flags);
  const policy = environment && policyOf(environment);
  const use = async (account: Account) => {
    const { readRetries, titleOf } = await import("../../../jobs/container/retry");
    const { succeeded, retried, ...submissions } = await readRetries(account.batch, ids, { any: flags.any, policy });
    const requests = submissions.graph.order.map(({ request }) => request);
    const isPlain = !isForProgram(flags) && dryRun !== true;
    const stream = !isPlain ? host.stderr : host.stdout;
    for (const job of succeeded) stream.write(`${titleOf(job)} is SUCCEEDED, and left alone (--any retries it, too)\n`);
    if (requests.length === 0) {
      if (flags.json === true || dryRun === true) return printJson(host.stdout, { jobs: [] });
      return void stream.write("No job is FAILED: nothing was submitted\n");
    }
    if (dryRun === true) return printJson(host.stdout, requests.length === 1 ? requests[0] : { jobs: requests });
    const journal = path.join(host.root, ".dapf", "jobs", `retry-${journalName(ids)}.journal`);
    const work = { flags, submissions, policy, journal, command: ["jobs", "retry", ...words], retried };
    await submitJobs(context, account, work);
  };
  await withAccount(context, flags, use, environment);
}

/** The same for the same jobs. */
function journalName(ids: readonly string[]): string {
  const [id = ""] = ids;
  return ids.length === 1
    ? id
    : createHash("sha256")
        .update([...ids].sort().join())
        .digest("hex")
        .slice(0, 16);
}
