import type { Command } from "commander";
import { withOldName } from "../../option-values";
import { exitCodeHelp } from "../../exit-codes";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";

/** `dapf local logs` */
export function addLogs(local: Command, { host, embedded }: CommandContext): void {
  withOldName(local.command("logs"), "--lines <n>", "tail")
    .summary("print its log: one line for each AWS call")
    .description("Prints the end of the log of the embedded AWS, one line for each AWS call.")
    .option("-f, --follow", "go on printing until Ctrl-C")
    .option("-n, --tail <n>", "how many lines to begin with", lineCount, 50)
    .addHelpText("after", `\nExamples:\n  dapf local logs -n 200\n  dapf local logs -f\n${exitCodeHelp}`)
    .action(async ({ follow, tail }: { follow?: boolean; tail: number }) => {
      const aws = await embedded();
      for (const line of await aws.logs(host.root, tail)) host.stdout.write(`${line}\n`);
      if (follow !== true) return;
      await aws.findRunning(host.root);
      const ended = new AbortController();
      const unsubscribe = host.interrupts.subscribe(() => ended.abort());
      try {
        await aws.followLogs(host.root, (text) => host.stdout.write(text), ended.signal);
      } finally {
        unsubscribe();
      }
    });
}

function lineCount(value: string): number {
  if (!/^\d{1,6}$/.test(value)) throw new UsageError(`--tail takes a number, not ${value}`);
  return Number(value);
}
