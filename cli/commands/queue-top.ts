import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import type { QueueTop } from "../../queues";
import { exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import { Redrawn } from "../render/redrawn";
import { queueTopLines } from "../render/queue-top";
import { styleFor } from "../render/style";
import type { CommandContext } from "../stack-command";
import { type PlaceFlags, batchOf } from "./queue-place";

interface Flags extends PlaceFlags {
  readonly once?: boolean;
}

const REFRESH_MILLISECONDS = 2000;

/** `dapf queues top` */
export function addQueueTop(queues: Command, context: CommandContext): void {
  queues
    .command("top <environment-or-queue> [queue]")
    .summary("a queue at work: who uses, lends, borrows and waits")
    .description(
      "Shows a live queue: what each share owns, lends, borrows and waits for, its front, and what holds that up. " +
        "In a terminal it is drawn anew every two seconds until Ctrl-C.",
    )
    .option("--env <environment>", "the environment of the queue; else the one that declares it")
    .option("--once", "show it once")
    .option("--local", "use the embedded AWS of this clone instead of a real account")
    .option("--json", "print one JSON object; once")
    .addHelpText(
      "after",
      `
Examples:
  dapf queues top jenkins-pl-g5-quota-shares
  dapf queues top jenkins-pl jenkins-pl-g5-quota-shares --local
  dapf queues top jenkins-pl-g5-quota-shares --once --json
${exitCodeHelp}`,
    )
    .action(async (first: string, second: string | undefined, flags: Flags) => {
      const { host } = context;
      const queue = second ?? first;
      const env = second === undefined ? flags.env : first;
      const { quick } = await batchOf(context, queue, { ...flags, ...(env === undefined ? {} : { env }) });
      const { readQueueTop } = await import("../../queues");
      const read = () => readQueueTop(quick, queue);
      if (flags.json === true) return printJson(host.stdout, await read());
      if (flags.once === true || !host.stdout.isTerminal) return showOnce(context, await read());
      await follow(context, read);
    });
}

function showOnce({ host }: CommandContext, top: QueueTop): void {
  host.stdout.write(`${linesOf(host, top).join("\n")}\n`);
}

async function follow({ host }: CommandContext, read: () => Promise<QueueTop>): Promise<void> {
  const ended = new AbortController();
  const unsubscribe = host.interrupts.subscribe(() => ended.abort());
  const screen = new Redrawn(host.stdout);
  try {
    while (!ended.signal.aborted) {
      screen.draw(linesOf(host, await read()));
      await pause(REFRESH_MILLISECONDS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  } finally {
    unsubscribe();
    screen.close();
  }
}

function linesOf({ stdout, variables }: CommandContext["host"], top: QueueTop): string[] {
  return queueTopLines(top, Date.now(), stdout.size.columns, styleFor(stdout.isTerminal, variables));
}
