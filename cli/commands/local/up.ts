import type { Command } from "commander";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import { duration } from "../../render/style";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { type JsonFlag, jsonOption } from "./json-option";

/** `dapf local up` */
export function addUp(local: Command, { host, embedded }: CommandContext): void {
  local
    .command("up")
    .summary("start it, unless it is running")
    .description("Starts the embedded AWS in the background, with nothing in it, unless it is running.")
    .option("--port <port>", "loopback port to listen on (default: a free one)", portNumber)
    .addOption(jsonOption())
    .addHelpText("after", `\nExamples:\n  dapf local up\n  dapf local up --port 4566\n${exitCodeHelp}`)
    .action(async ({ port, json }: { port?: number } & JsonFlag) => {
      const before = performance.now();
      const onProgress = (phrase: string) => host.stderr.write(`Embedded AWS: ${phrase}\n`);
      const { started, emulator } = await (await embedded()).up({ root: host.root, port, onProgress });
      const { endpoint, pid } = emulator;
      const took = started ? ` (${duration((performance.now() - before) / 1000)})` : "";
      if (json === true) return printJson(host.stdout, { started, endpoint, pid });
      host.stdout.write(`The embedded AWS ${started ? "is" : "was already"} running at ${endpoint}${took}\n`);
    });
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65_535) throw new UsageError(`--port takes 1 to 65535, not ${value}`);
  return port;
}
