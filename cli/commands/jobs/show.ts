import type { Command } from "commander";
import { describeJobs } from "../../../aws/batch/jobs";
import { withAccount } from "../../account";
import { type AccountFlags, withAccountFlags } from "../../account-flags";
import { EXIT_FAILED } from "../../exit-codes";
import { jobsOf } from "../../job-words";
import { printJson } from "../../json-result";
import { jobLines } from "../../render/container-jobs";
import type { CommandContext } from "../../stack-command";

type Flags = AccountFlags & { readonly json?: boolean };

/** `dapf jobs show` */
export function addShow(jobs: Command, context: CommandContext): void {
  withAccountFlags(jobs.command("show <jobs...>"))
    .summary("everything about jobs: state, reason, attempts, container, dependencies")
    .description("Shows jobs, by their ids or by an ids file. Exits with 1 when AWS Batch does not know one of them.")
    .option("--json", "print one JSON object, with the jobs as AWS Batch describes them")
    .addHelpText(
      "after",
      `
Examples:
  dapf jobs show 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --local
  dapf jobs show job-ids.txt --json`,
    )
    .action((words: string[], flags: Flags) => show(context, words, flags));
}

async function show(context: CommandContext, words: readonly string[], flags: Flags): Promise<void> {
  const { host, exitWith } = context;
  const ids = jobsOf(words).map(({ id }) => id);
  await withAccount(context, flags, async ({ batch }) => {
    const found = await describeJobs(batch, ids);
    const jobs = ids.flatMap((id) => found.get(id) ?? []);
    const unknown = ids.filter((id) => !found.has(id));
    if (unknown.length > 0) exitWith(EXIT_FAILED);
    if (flags.json === true) return printJson(host.stdout, { jobs, unknown });
    const now = Date.now();
    host.stdout.write(jobs.map((job) => `${jobLines(job, now).join("\n")}\n`).join("\n"));
    for (const id of unknown) host.stderr.write(`AWS Batch does not know ${id} (it forgets jobs some days after)\n`);
  });
}
