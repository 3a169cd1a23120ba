import { type Command, Option } from "commander";
import type { FaultOptions, IamMode } from "../../../emulator";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import { duration } from "../../render/style";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { faultsOption } from "./faults-option";
import { type JsonFlag, jsonOption } from "./json-option";

interface Flags extends JsonFlag {
  readonly port?: number;
  readonly runCommands?: true;
  readonly faults?: FaultOptions;
  readonly iam?: IamMode;
}

const MODES: readonly IamMode[] = ["enforce", "report", "off"];

/** `dapf local up` */
export function addUp(local: Command, { host, work }: CommandContext): void {
  local
    .command("up")
    .summary("start it, unless it is running")
    .description("Starts the embedded AWS in the background, with nothing in it, unless it is running.")
    .option("--port <port>", "loopback port to listen on (default: a free one)", portNumber)
    .option("--run-commands", "run the commands of Batch jobs, as processes of this machine (default: simulate them)")
    .addOption(faultsOption())
    .addOption(
      new Option(
        "--iam <mode>",
        "permissions: enforce them, report what would be denied, or look at none (default: enforce)",
      ).choices(MODES),
    )
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  dapf local up
  dapf local up --port 4566
  dapf local up --run-commands
  dapf local up --iam report            denied calls go through; dapf local iam lists them
  dapf local up --faults throttlingRate=0.2,lostAnswerRate=0.05
${exitCodeHelp}`,
    )
    .action(async ({ json, ...wanted }: Flags) => {
      const before = performance.now();
      const onProgress = (phrase: string) => host.stderr.write(`Embedded AWS: ${phrase}\n`);
      const onTool = (line: string) => host.stderr.write(`${line}\n`);
      const { started, emulator } = await (await work.begin()).up({ root: host.root, ...wanted, onProgress, onTool });
      const { endpoint, pid } = emulator;
      if (!started && Object.keys(wanted).length > 0) {
        host.stderr.write(
          "These options have no effect while it is running. To begin anew: dapf local down, then up\n",
        );
      }
      if (wanted.iam !== undefined && wanted.iam !== emulator.iam) {
        host.stderr.write(`It is running with --iam ${emulator.iam}, not ${wanted.iam}\n`);
      }
      const took = started ? ` (${duration((performance.now() - before) / 1000)})` : "";
      if (json === true) return printJson(host.stdout, { started, endpoint, pid, iam: emulator.iam });
      host.stdout.write(`The embedded AWS ${started ? "is" : "was already"} running at ${endpoint}${took}\n`);
    });
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65_535) throw new UsageError(`--port takes 1 to 65535, not ${value}`);
  return port;
}
