import type { Command } from "commander";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import type { CommandContext } from "../../stack-command";
import { type JsonFlag, jsonOption } from "./json-option";

/** `dapf local down` */
export function addDown(local: Command, { host, embedded }: CommandContext): void {
  local
    .command("down")
    .summary("stop it; everything in it is gone")
    .description("Stops the embedded AWS. It keeps nothing: the next start begins empty.")
    .addOption(jsonOption())
    .addHelpText("after", `\nExamples:\n  dapf local down\n${exitCodeHelp}`)
    .action(async ({ json }: JsonFlag) => {
      const stopped = await (await embedded()).down(host.root);
      if (json === true) return printJson(host.stdout, { stopped });
      host.stdout.write(stopped ? "The embedded AWS has been stopped\n" : "The embedded AWS was not running\n");
    });
}
