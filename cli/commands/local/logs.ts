import type { Command } from "commander";
import { exitCodeHelp } from "../../exit-codes";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";

/** `dapf local logs` */
export function addLogs(local: Command, { host, embedded }: CommandContext): void {
  local
    .command("logs")
    .summary("print its log: one line for each AWS call")
    .description("Prints the end of the log of the embedded AWS, one line for each AWS call.")
    .option("-f, --follow", "go on printing until Ctrl-C")
    .option("-n, --lines <n>", "how many lines to begin with", lineCount, 50)
    .addHelpText("after", `\nExamples:\n  dapf local logs -n 200\n  dapf local logs -f\n${exitCodeHelp}`)
    .action(async ({ follow, lines }: { follow?: boolean; lines: number }) => {
      const aws = await embedded();
      for (const line of await aws.logs(host.root, lines)) host.stdout.write(`${line}\n`);
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
  if (!/^\d{1,6}$/.test(value)) throw new UsageError(`--lines takes a number, not ${value}`);
  return Number(value);
}
