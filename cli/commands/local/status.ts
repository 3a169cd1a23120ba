import type { Command } from "commander";
import type { EmulatorStatus } from "../../../emulator";
import { EXIT_FAILED, exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import type { CommandContext } from "../../stack-command";
import { faultsText } from "./faults-option";
import { type JsonFlag, jsonOption } from "./json-option";

type RunningStatus = Extract<EmulatorStatus, { running: true }>;

/** `dapf local status` */
export function addStatus(local: Command, { host, embedded, exitWith }: CommandContext): void {
  local
    .command("status")
    .summary("is it running, where, and what has it been asked?")
    .description("Tells whether the embedded AWS runs, where, and how many calls it has answered. Exits with 1 if not.")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `\nExamples:\n  dapf local status\n  dapf local status --json | jq .endpoint\n${exitCodeHelp}`,
    )
    .action(async ({ json }: JsonFlag) => {
      const status = await (await embedded()).status(host.root);
      if (!status.running) exitWith(EXIT_FAILED);
      if (json === true) {
        return printJson(host.stdout, status.running ? runningFacts(status) : { running: false });
      }
      if (!status.running) return host.stdout.write("The embedded AWS is not running. Start it: npx dapf local up\n");
      const { endpoint, pid, startedAt, runCommands, iam, faults } = status.emulator;
      host.stdout.write(`The embedded AWS is running at ${endpoint} (process ${pid}, since ${startedAt})\n`);
      if (iam !== "enforce") host.stdout.write(`Permissions are not enforced (--iam ${iam})\n`);
      if (runCommands) host.stdout.write("Batch jobs run their commands (--run-commands)\n");
      if (faults !== undefined) host.stdout.write(`It fails on purpose (--faults ${faultsText(faults)})\n`);
      if (status.counters === undefined) return;
      const { total, requests, errors } = status.counters;
      const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
      host.stdout.write(`${total} calls answered, ${failed} of them with an error\n`);
      for (const [service, operations] of Object.entries(requests).sort(([a], [b]) => a.localeCompare(b))) {
        const calls = Object.values(operations).reduce((sum, count) => sum + count, 0);
        host.stdout.write(`  ${service.padEnd(24)}${String(calls).padStart(7)}\n`);
      }
    });
}

/** Without the token, which lets its holder stop the emulator. */
function runningFacts({ emulator, counters }: RunningStatus): object {
  const { endpoint, port, pid, motoPid, startedAt, runCommands, iam, faults = null } = emulator;
  const where = { endpoint, port, pid, motoPid, startedAt };
  return { running: true, ...where, runCommands, iam, faults, counters: counters ?? null };
}
