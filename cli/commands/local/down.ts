import type { Command } from "commander";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import type { CommandContext } from "../../stack-command";
import { waiting } from "../../waiting";
import { type JsonFlag, jsonOption } from "./json-option";

interface Flags extends JsonFlag {
  readonly force?: true;
}

/** `dapf local down` */
export function addDown(local: Command, { host, embedded }: CommandContext): void {
  local
    .command("down")
    .summary("stop it; everything in it is gone")
    .description(
      "Stops the embedded AWS. It keeps nothing: the next start begins empty.\n" +
        "While other commands of this clone work with it, it is not stopped: the message names them.",
    )
    .option("--force", "stop it although other commands work with it; they will fail")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  dapf local down
  dapf local down --force     also while a deploy --local is at work
${exitCodeHelp}`,
    )
    .action(async ({ json, force }: Flags) => {
      const stopped = await (await embedded()).down(host.root, { force, onWait: waiting(host) });
      if (json === true) return printJson(host.stdout, { stopped });
      host.stdout.write(stopped ? "The embedded AWS has been stopped\n" : "The embedded AWS was not running\n");
    });
}
