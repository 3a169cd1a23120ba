import { createHash } from "node:crypto";
import * as path from "node:path";
import type { Command } from "commander";
import { logsClient } from "../../aws/services";
import type { Environment } from "../../config/environment";
import { environmentNames } from "../../config/loader";
import type { HistoryQuery } from "../../queues/history";
import { type Account, environmentFor } from "../account";
import { withAccountFlags } from "../account-flags";
import { exitCodeHelp } from "../exit-codes";
import { timeOf } from "../option-values";
import { HistoryProgressLine } from "../render/history-progress";
import { historyLines } from "../render/history-table";
import { styleFor } from "../render/style";
import { type CommandContext, environmentOf } from "../stack-command";
import { inTurn } from "../turns";
import { UsageError } from "../usage-error";
import { accountOf, environmentOfQueue, type QueueFlags } from "./queue-place";

interface Flags extends QueueFlags {
  /** As given: what is read is kept under these words until all is. */
  readonly after: string;
  readonly before?: string;
  readonly team?: string;
  readonly share?: string;
  readonly csv?: boolean;
}

/** `dapf queues history` */
export function addQueueHistory(queues: Command, context: CommandContext): void {
  withAccountFlags(queues.command("history <queue-or-environment>"))
    .summary("what ran: a record of each job, and how long jobs waited")
    .description(
      "Tells what jobs of a queue, or of all queues of an environment, went through, long after AWS Batch has forgotten them: " +
        "sums by share and team, or with --csv or --json also a record of each job. Broken off with Ctrl-C, the same " +
        "command goes on where it was.",
    )
    .option("--after <time>", "submitted at or after: 2026-03-19, 2026-03-19T10:00:00Z, 90m, 12h, 3d", "30d")
    .option("--before <time>", "submitted before")
    .option("--team <team>", "jobs of this team")
    .option("--share <share>", "jobs of this share")
    .option("--csv", "a line for each job, as dapf queues plan reads them")
    .option("--json", "print one JSON object, with a record of each job and the sums")
    .addHelpText(
      "after",
      `
Examples:
  dapf queues history jenkins-pl
  dapf queues history jenkins-pl-g5-quota-shares --after 90d --share research
  dapf queues history jenkins-pl --after 2026-01-01 --csv > jobs.csv
  dapf queues history jenkins-pl --json | jq '.summary[] | {share, wait}'
${exitCodeHelp}`,
    )
    .action((what: string, flags: Flags) => showHistory(context, what, flags));
}

async function showHistory(context: CommandContext, what: string, flags: Flags): Promise<void> {
  const { host } = context;
  if (flags.csv === true && flags.json === true) throw new UsageError("--csv and --json exclude each other");
  const times = { after: timeOf(flags.after), before: flags.before === undefined ? undefined : timeOf(flags.before) };
  const isEnvironment = environmentNames(host.root).includes(what);
  const environment = isEnvironment ? environmentOf(host, what) : await ofQueue(context, what, flags);
  const account = await accountOf(context, what, isEnvironment ? { ...flags, env: what } : flags);
  const { historyQuery } = await import("../../queues/history");
  const about = await historyQuery(account.batch, environment, isEnvironment ? undefined : what);
  const { team, share } = flags;
  const query: HistoryQuery = { ...about, ...times, team, share };
  // Somebody who asks the same meanwhile would write into the same files.
  const words = [account.batch.endpoint ?? "AWS", account.region, environment?.name ?? "", what];
  const asked = [...words, flags.after, flags.before ?? ""];
  const turn = { what: `history of ${what}`, about: ["history", ...asked] as const };
  await inTurn(host, turn, () => read(context, account, query, folderOf(host.root, asked), flags));
}

function ofQueue(context: CommandContext, queue: string, flags: Flags): Promise<Environment | undefined> {
  const named = environmentFor(context, flags);
  if (named !== undefined) return Promise.resolve(named);
  return environmentOfQueue(context.host.root, queue.slice(queue.lastIndexOf("/") + 1));
}

function folderOf(root: string, asked: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(asked)).digest("hex").slice(0, 16);
  return path.join(root, ".dapf", "history", digest);
}

async function read(
  { host }: CommandContext,
  { batch, connection }: Account,
  query: HistoryQuery,
  folder: string,
  flags: Flags,
): Promise<void> {
  const { CSV_HEADER, csvLine, readHistory } = await import("../../queues/history");
  const { stdout, stderr, variables } = host;
  const logs = logsClient(connection);
  const stop = new AbortController();
  const unsubscribe = host.interrupts.subscribe(() => stop.abort());
  const progress = new HistoryProgressLine(stderr);
  let isFirst = true;
  const lines = new Lines(stdout);
  const begin = () => {
    if (!isFirst) return false;
    progress.end();
    isFirst = false;
    if (flags.csv === true) lines.add(CSV_HEADER);
    if (flags.json === true) lines.add('{"jobs": [');
    return true;
  };
  try {
    const history = await readHistory({ batch, logs }, query, {
      folder,
      signal: stop.signal,
      onProgress: (done) => progress.show(done),
      onRecord: (record) => {
        const separator = begin() ? "" : ",";
        if (flags.csv === true) lines.add(csvLine(record));
        if (flags.json === true) lines.add(separator + JSON.stringify(record));
      },
      now: () => Date.now(),
    });
    begin();
    const { summary, ...rest } = history;
    if (flags.json === true) lines.add(`], "summary": ${JSON.stringify(summary)}, "read": ${JSON.stringify(rest)}}`);
    if (flags.csv !== true && flags.json !== true) {
      const style = styleFor(stdout.isTerminal, variables);
      const width = stdout.isTerminal ? stdout.size.columns : Infinity;
      for (const line of historyLines(history, query, style, width)) lines.add(line);
    }
    lines.flush();
    if (query.group === undefined) stderr.write(`${NOT_KEPT}\n`);
    else if (!history.isKept) stderr.write(`${notYet(query.group)}\n`);
  } finally {
    progress.end();
    unsubscribe();
    logs.close();
    batch.close();
  }
}

const NOT_KEPT =
  "No environment remembers the jobs of this queue: these are the jobs that AWS Batch has not forgotten yet. Name the " +
  "environment with --env, or see docs/history.md";

const notYet = (group: string): string =>
  `There is no log group ${group} yet, which the next dapf deploy makes: these are the jobs that AWS Batch has not forgotten`;

/** Lines that go out some thousand at a time: millions of writes take longer than all else. */
class Lines {
  private waiting: string[] = [];

  constructor(private readonly stream: { write(text: string): void }) {}

  add(line: string): void {
    this.waiting.push(line);
    if (this.waiting.length >= 5000) this.flush();
  }

  flush(): void {
    if (this.waiting.length > 0) this.stream.write(`${this.waiting.join("\n")}\n`);
    this.waiting = [];
  }
}
