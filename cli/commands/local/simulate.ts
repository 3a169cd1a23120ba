import type { Command } from "commander";
import type { SimulationRule } from "../../../emulator";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { type JsonFlag, jsonOption } from "./json-option";

interface Flags extends JsonFlag {
  readonly trainingJobs?: string;
  readonly outcome?: string;
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
      "Says how the simulated container jobs of Batch go whose environment has all the given variables, or the training jobs\n" +
        "of a name, beside what was said before. It holds for jobs that are submitted from now on. Without variables and\n" +
        "names it shows what holds.",
    )
    .option(
      "--training-jobs <name>",
      "training jobs of this name, which may end in *; variables are hyperparameters then",
    )
    .option(
      "--outcome <outcomes>",
      "of training jobs: SUCCEEDED, FAILED, FAILED:<reason>, CAPACITY, or several with commas",
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
  dapf local simulate --training-jobs '*' --duration 120
  dapf local simulate --training-jobs 'churn*' --outcome FAILED,SUCCEEDED
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
      for (const rule of rules) host.stdout.write(`${subjectOf(rule)}: ${listed(rule.set)}\n`);
    });
}

/** @throws UsageError when the words say nothing that can be done */
function ruleOf(variables: readonly string[], flags: Flags): readonly SimulationRule[] {
  const match = Object.fromEntries(variables.map(variable));
  const { trainingJobs } = flags;
  const set = trainingJobs === undefined ? containerSettings(flags) : trainingSettings(flags);
  if (trainingJobs !== undefined) {
    if (Object.keys(set).length === 0) throw new UsageError("what about these jobs? Give --outcome or --duration");
    return [{ trainingJobs, match, set }];
  }
  if (variables.length === 0 && Object.keys(set).length === 0) return [];
  if (variables.length === 0) {
    throw new UsageError(
      "which jobs? Name a variable of them: DAPF_MAPPING_ID=gearbox/xgb, or --training-jobs with their name",
    );
  }
  if (Object.keys(set).length === 0) throw new UsageError("what about these jobs? Give --exit-code or --duration");
  return [{ match, set }];
}

function containerSettings({ exitCode, duration, outcome }: Flags): Record<string, string> {
  if (outcome !== undefined) throw new UsageError("--outcome is for training jobs: name them with --training-jobs");
  return {
    ...(exitCode === undefined ? {} : { DAPF_EXIT_CODE: checked("--exit-code", exitCode, /^\d{1,3}(,\d{1,3})*$/) }),
    ...(duration === undefined ? {} : { DAPF_DURATION_SECONDS: checked("--duration", duration, SECONDS) }),
  };
}

function trainingSettings({ exitCode, duration, outcome }: Flags): Record<string, string> {
  if (exitCode !== undefined)
    throw new UsageError("--exit-code is for container jobs: of training jobs give --outcome");
  return {
    ...(duration === undefined ? {} : { dapf_duration_seconds: checked("--duration", duration, SECONDS) }),
    ...(outcome === undefined ? {} : { dapf_outcome: checked("--outcome", outcome, OUTCOMES) }),
  };
}

const SECONDS = /^\d+(\.\d+)?$/;
const OUTCOMES = /^(SUCCEEDED|CAPACITY|FAILED(:[^,]+)?)(,(SUCCEEDED|CAPACITY|FAILED(:[^,]+)?))*$/;

function subjectOf({ trainingJobs, match }: SimulationRule): string {
  if (trainingJobs === undefined) return listed(match);
  return ["training jobs", trainingJobs, listed(match)].filter((word) => word !== "").join(" ");
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
