import type { Command } from "commander";
import type { SimulationRule } from "../../../emulator";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { type JsonFlag, jsonOption } from "./json-option";

interface Flags extends JsonFlag {
  readonly exitCode?: string;
  readonly duration?: string;
  readonly clear?: true;
}

/** `dapf local simulate [VARIABLE=value..]` */
export function addSimulate(local: Command, { host, work }: CommandContext): void {
  local
    .command("simulate [variables...]")
    .summary("let Batch jobs fail, or take longer")
    .description(
      "Says how the simulated container jobs of Batch go whose environment has all the given variables, beside what was\n" +
        "said before. It holds for jobs that are submitted from now on. Without variables it shows what holds.",
    )
    .option("--exit-code <codes>", "exit codes of the attempts: 1, or 1,1,0")
    .option("--duration <seconds>", "how long an attempt runs")
    .option("--clear", "forget what was said before")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      `
Examples:
  dapf local simulate DAPF_MAPPING_ID=gearbox/xgb --exit-code 1
  dapf local simulate DAPF_CONTEXT=training --duration 20
  dapf local simulate --clear
${exitCodeHelp}`,
    )
    .action(async (variables: readonly string[], flags: Flags) => {
      const added = ruleOf(variables, flags);
      const aws = await work.begin();
      const { endpoint } = await aws.findRunning(host.root);
      const before = flags.clear === true ? [] : ((await aws.simulations(endpoint)) ?? []);
      const rules = [...before, ...added];
      await aws.simulate(endpoint, rules);
      if (flags.json === true) return printJson(host.stdout, { simulations: rules });
      if (rules.length === 0) host.stdout.write("Jobs go as they say themselves\n");
      for (const { match, set } of rules) host.stdout.write(`${listed(match)}: ${listed(set)}\n`);
    });
}

/** @throws UsageError when the words say nothing that can be done */
function ruleOf(variables: readonly string[], { exitCode, duration }: Flags): readonly SimulationRule[] {
  const match = Object.fromEntries(variables.map(variable));
  const set = {
    ...(exitCode === undefined ? {} : { DAPF_EXIT_CODE: checked("--exit-code", exitCode, /^\d{1,3}(,\d{1,3})*$/) }),
    ...(duration === undefined ? {} : { DAPF_DURATION_SECONDS: checked("--duration", duration, /^\d+(\.\d+)?$/) }),
  };
  if (variables.length === 0 && Object.keys(set).length === 0) return [];
  if (variables.length === 0) throw new UsageError("which jobs? Name a variable of them: DAPF_MAPPING_ID=gearbox/xgb");
  if (Object.keys(set).length === 0) throw new UsageError("what about these jobs? Give --exit-code or --duration");
  return [{ match, set }];
}

function variable(text: string): [string, string] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`${text} is not of the form VARIABLE=value`);
  return [name, value];
}

function checked(option: string, text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw new UsageError(`${option} cannot be ${text}`);
  return text;
}

function listed(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
