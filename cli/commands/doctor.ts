import type { Command } from "commander";
import { EXIT_FAILED, exitCodeHelp } from "../exit-codes";
import type { Finding } from "../examination";
import { printJson } from "../json-result";
import { columns } from "../render/columns";
import { styleFor } from "../render/style";
import type { CommandContext } from "../stack-command";
import { installTools, type ToolFlags } from "../tools";

interface Flags extends ToolFlags {
  readonly install?: boolean;
  readonly json?: boolean;
}

/** `dapf doctor` */
export function addDoctor(program: Command, { host, exitWith }: CommandContext): void {
  program
    .command("doctor")
    .summary("look for everything that dapf needs on this machine")
    .description(
      "Shows in one table what dapf needs, what of it was found and where, and how to get the rest. Nothing is changed, unless\n" +
        "with --install, which makes what dapf can make: the Python environment, and a copy of Terraform.",
    )
    .option("--install", "make what is missing and what dapf can make")
    .option("--yes", "with --install: download Terraform when there is none, without asking")
    .option("--json", "print one JSON object on standard output")
    .addHelpText(
      "after",
      `
Examples:
  dapf doctor
  dapf doctor --install
  dapf doctor --install --yes
  dapf doctor --json | jq '.tools[] | select(.found == null)'
${exitCodeHelp}`,
    )
    .action(async ({ install, json, yes }: Flags) => {
      const tell = (line: string) => host.stderr.write(`${line}\n`);
      if (install === true) await installTools(host, { yes, tell });
      const { examine } = await import("../examination");
      const findings = await examine(host);
      const ok = findings.every(({ problem }) => problem === undefined);
      if (json === true) printJson(host.stdout, { ok, tools: findings.map(jsonOf) });
      else host.stdout.write(`${tableOf(findings, styleFor(host.stdout.isTerminal, host.variables)).join("\n")}\n`);
      if (!ok) exitWith(EXIT_FAILED);
    });
}

function tableOf(findings: readonly Finding[], style: ReturnType<typeof styleFor>): string[] {
  const rows = findings.map(({ tool, needed, found, problem, place }) => [
    problem === undefined ? "ok" : found === undefined ? "missing" : "unfit",
    tool,
    needed,
    found ?? "-",
    place ?? "",
  ]);
  const missing = findings.flatMap(({ tool, problem }) => (problem === undefined ? [] : [["", `${tool}: ${problem}`]]));
  const how = missing.flatMap(([first = "", text = ""]) => [first, ...text.split("\n")]);
  const end = missing.length === 0 ? ["", "Everything that dapf needs is there."] : how;
  return [...columns(["", "tool", "needed", "found", "where"], rows, style), ...end];
}

const jsonOf = ({ tool, needed, found, place, problem }: Finding) => ({
  tool,
  needed,
  found: found ?? null,
  place: place ?? null,
  problem: problem ?? null,
});
