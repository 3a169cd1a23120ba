import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import { PER_CALL } from "../../aws/batch/limits";
import type { QueueTop } from "../../queues";
import { withAccountFlags } from "../account-flags";
import { exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { Redrawn } from "../render/redrawn";
import { queueTopLines } from "../render/queue-top";
import { styleFor } from "../render/style";
import type { CommandContext } from "../stack-command";
import { accountOf, type QueueFlags } from "./queue-place";

interface Flags extends QueueFlags {
  readonly once?: boolean;
  readonly all?: boolean;
}

/** How many of the next jobs are shown without `--all`. */
const SHOWN = 10;
const REFRESH_MILLISECONDS = 2000;

/** `dapf queues top` */
export function addQueueTop(queues: Command, context: CommandContext): void {
  withAccountFlags(queues.command("top <environment-or-queue> [queue]"))
    .summary("a queue at work: who uses, lends, borrows and waits")
    .description(
      "Shows a live queue: what each share owns, lends, borrows and waits for, its front, and what holds that up; of a " +
        "queue of containers what its jobs use of each compute environment, and how many run and wait by share. Below are the next jobs of the whole queue, in the order in which they go. In a terminal it is drawn anew every two seconds until Ctrl-C.",
    )
    .option("--once", "show it once")
    .option("--all", `all next jobs that AWS Batch tells of, ${PER_CALL.jobsInSnapshot} (default: the first ${SHOWN})`)
    .option("--json", "print one JSON object, with all next jobs; once")
    .addHelpText(
      "after",
      `
Examples:
  dapf queues top jenkins-pl-g5-quota-shares
  dapf queues top jenkins-pl jenkins-pl-g5-quota-shares --local
  dapf queues top jenkins-pl-g5-quota-shares --once --all
  dapf queues top my-container-queue --region eu-west-1
  dapf queues top jenkins-pl-g5-quota-shares --json | jq -r '.next[].jobName'
${exitCodeHelp}`,
    )
    .action(async (first: string, second: string | undefined, flags: Flags) => {
      const { host } = context;
      const queue = second ?? first;
      const { batch } = await accountOf(context, queue, second === undefined ? flags : { ...flags, env: first });
      const { readQueueTop } = await import("../../queues");
      const isAll = flags.all === true || flags.json === true;
      const shown = isAll ? PER_CALL.jobsInSnapshot : SHOWN;
      const read = () => readQueueTop(batch.quick, queue, shown);
      if (flags.json === true) return printJson(host.stdout, await read());
      if (flags.once === true || !host.stdout.isTerminal) return showOnce(context, await read(), shown);
      await follow(context, read, shown);
    });
}

function showOnce({ host }: CommandContext, top: QueueTop, shown: number): void {
  host.stdout.write(`${linesOf(host, top, shown).join("\n")}\n`);
}

async function follow({ host }: CommandContext, read: () => Promise<QueueTop>, shown: number): Promise<void> {
  const ended = new AbortController();
  const unsubscribe = host.interrupts.subscribe(() => ended.abort());
  const screen = new Redrawn(host.stdout);
  try {
    while (!ended.signal.aborted) {
      screen.draw(linesOf(host, await read(), shown));
      await pause(REFRESH_MILLISECONDS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  } finally {
    unsubscribe();
    screen.close();
  }
}

function linesOf({ stdout, variables }: CommandContext["host"], top: QueueTop, shown: number): string[] {
  return queueTopLines(top, shown, Date.now(), stdout.size.columns, styleFor(stdout.isTerminal, variables));
}
