import type { Command } from "commander";
import { withAccount } from "../account";
import { type AccountFlags, withAccountFlags } from "../account-flags";
import { conclude, watchCommand, watchJobs } from "../job-monitor";
import { jobsOf } from "../job-words";
import { printJson } from "../json-result";
import { jobJson } from "../render/monitor-json";
import type { CommandContext } from "../stack-command";

interface Flags extends AccountFlags {
  readonly logs?: string;
  readonly json?: boolean;
}

/** `dapf watch` */
export function addWatch(program: Command, context: CommandContext): void {
  withAccountFlags(program.command("watch <jobs...>"))
    .summary("watch jobs until all are over")
    .description(
      "Watches jobs, by their ids or by the ids file of `submit --output`, until all are over: a table in a terminal, " +
        "else a line for each change. Ctrl-C leaves the jobs alone.",
    )
    .option("--logs <job>", "show what this job (its name or id) writes to CloudWatch Logs, too")
    .option("--json", "print one JSON object at the end; each event goes to standard error as a line of JSON")
    .addHelpText(
      "after",
      `
Examples:
  dapf watch job-ids.txt --region us-west-2
  dapf watch job-ids.txt --logs train-7
  dapf watch 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --local
  dapf watch job-ids.txt --json 2> events.jsonl > result.json

Exit codes:
  0    all jobs have succeeded
  1    a job has failed, or AWS Batch does not know it; the message says why
  2    wrong command line, or a file or environment that does not exist
  75   not signed in to AWS, or not any more; the jobs keep running: sign in, and run the same command
  130  interrupted; the jobs keep running`,
    )
    .action((words: string[], flags: Flags) => run(context, words, flags));
}

async function run(context: CommandContext, words: readonly string[], flags: Flags): Promise<void> {
  const { host } = context;
  const jobs = jobsOf(words);
  await withAccount(context, flags, async (account) => {
    const stop = new AbortController();
    const unsubscribe = host.interrupts.subscribe(() => stop.abort());
    const watch = { account, jobs, signal: stop.signal, json: flags.json, logs: flags.logs };
    const watched = await watchJobs(context, watch).finally(unsubscribe);
    const lines = conclude(context, watched, watchCommand(words, flags));
    if (flags.json === true) {
      const { states, interrupted, signedOut } = watched;
      return printJson(host.stdout, { jobs: states.map(jobJson), interrupted, signedOut: signedOut !== undefined });
    }
    host.stdout.write(lines.map((line) => `${line}\n`).join(""));
  });
}
