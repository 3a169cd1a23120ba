import type { Command } from "commander";
import type { JobStatus } from "@aws-sdk/client-batch";
import { containerQueues } from "../../../aws/batch/queues";
import { isJobId } from "../../../jobs/container/submissions/ids-file";
import { withAccount } from "../../account";
import { type AccountFlags, withAccountFlags } from "../../account-flags";
import { printIds, withIdsOnly } from "../../formats";
import { printJson } from "../../json-result";
import { listOf, numberOf, timeOf, withOldName } from "../../option-values";
import { jobTable } from "../../render/container-jobs";
import { styleFor } from "../../render/style";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";

interface Flags extends AccountFlags {
  readonly queue?: readonly string[];
  readonly status?: readonly string[];
  readonly open?: boolean;
  readonly name?: string;
  readonly definition?: string;
  readonly share?: string;
  readonly after?: number;
  readonly before?: number;
  readonly array?: string;
  readonly limit: number;
  readonly json?: boolean;
  readonly idsOnly?: boolean;
}

/** `dapf jobs list` */
export function addList(jobs: Command, context: CommandContext): void {
  withOldName(withIdsOnly(withAccountFlags(jobs.command("list"))), "--state <status>", "status")
    .summary("the jobs of one, some or all queues, newest first")
    .description(
      "Lists container jobs; all that is asked for has to hold. AWS Batch forgets jobs some days after their end.",
    )
    .option("--queue <queue>", "name or ARN of a queue (repeatable; default: all queues)", listOf)
    .option(
      "--status <status>",
      "SUBMITTED, PENDING, RUNNABLE, STARTING, RUNNING, SUCCEEDED, FAILED (repeatable)",
      listOf,
    )
    .option("--open", "only jobs that are not over")
    .option("--name <prefix>", "what the name begins with")
    .option("--definition <definition>", "job definition: name, name:revision or ARN")
    .option("--share <identifier>", "share identifier")
    .option("--after <time>", "created at or after: 2026-03-19, 2026-03-19T10:00:00Z, 90m, 12h, 3d", timeOf)
    .option("--before <time>", "created before", timeOf)
    .option("--array <job id>", "the jobs of this array")
    .option("--limit <n>", "how many at most", numberOf("--limit", 1, 1_000_000), 100)
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  dapf jobs list --queue cpu-queue --local
  dapf jobs list --open
  dapf jobs list --status FAILED --after 12h --name train-
  dapf jobs list --queue gpu-queue --queue cpu-queue --status RUNNING,STARTING --limit 1000
  dapf jobs list --open --name train- --ids-only
  dapf jobs list --array 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --status FAILED`,
    )
    .action((flags: Flags) => list(context, flags));
}

async function list(context: CommandContext, flags: Flags): Promise<void> {
  const { host } = context;
  const { listJobs, STATUSES } = await import("../../../jobs/container/browse");
  const { array, name: namePrefix, limit } = flags;
  const statuses = statusesOf(flags, STATUSES);
  if (array !== undefined && flags.queue !== undefined) {
    throw new UsageError("--array and --queue exclude each other: the jobs of an array are in one queue");
  }
  if (array !== undefined && !isJobId(array)) throw new UsageError(`--array takes the id of a job, not ${array}`);
  await withAccount(context, flags, async ({ batch }) => {
    const queues = array === undefined ? (flags.queue ?? (await containerQueues(batch.quick))) : [];
    const { jobs, hasMore } = await listJobs(batch, { ...flags, queues, statuses, namePrefix }, limit);
    if (flags.json === true) return printJson(host.stdout, { jobs, hasMore });
    if (flags.idsOnly === true)
      printIds(
        host.stdout,
        jobs.map(({ jobId }) => jobId),
      );
    else {
      const style = styleFor(host.stdout.isTerminal, host.variables);
      const lines = jobs.length === 0 ? ["There are no such jobs"] : jobTable(jobs, Date.now(), style);
      host.stdout.write(`${lines.join("\n")}\n`);
    }
    if (hasMore) host.stderr.write(`There are more: these are the newest ${limit} (--limit)\n`);
  });
}

function statusesOf({ status, open }: Flags, known: readonly JobStatus[]): JobStatus[] | undefined {
  if (open === true && status !== undefined) throw new UsageError("--open and --status exclude each other");
  if (open === true) return known.filter((one) => one !== "SUCCEEDED" && one !== "FAILED");
  return status?.map((word) => {
    const found = known.find((one) => one === word.toUpperCase());
    if (found === undefined) throw new UsageError(`--status takes ${known.join(", ")}, not ${word}`);
    return found;
  });
}
