import type { Command } from "commander";
import { exitCodeHelp } from "../../exit-codes";
import type { CommandContext } from "../../stack-command";
import { addDown } from "./down";
import { addEnv } from "./env";
import { addIam } from "./iam";
import { addLogs } from "./logs";
import { addSimulate } from "./simulate";
import { addStatus } from "./status";
import { addUp } from "./up";

/** `dapf local up|down|status|env|logs|simulate|iam` */
export function addLocal(program: Command, context: CommandContext): void {
  const local = program
    .command("local")
    .summary("the embedded AWS")
    .description(
      "Starts, stops and looks into the embedded AWS of this clone. It listens on the loopback address only.",
    )
    .addHelpText(
      "after",
      `
Examples:
  dapf local up
  eval "$(dapf local env jenkins-pl)"     then aws, terraform, cdktf and boto3 use it
  dapf local logs -f
  dapf local down
${exitCodeHelp}`,
    );
  addUp(local, context);
  addDown(local, context);
  addStatus(local, context);
  addEnv(local, context);
  addLogs(local, context);
  addSimulate(local, context);
  addIam(local, context);
}
