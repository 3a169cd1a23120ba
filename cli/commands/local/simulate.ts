import type { Command } from "commander";
import type { SimulationRule } from "../../../emulator";
import { exitCodeHelp } from "../../exit-codes";
import { printJson } from "../../json-result";
import type { CommandContext } from "../../stack-command";
import { type JsonFlag, jsonOption } from "./json-option";
import { environmentChange, type EnvironmentFlags, reasonHelp } from "./simulate-environment";
import { type JobFlags, jobRules } from "./simulate-jobs";

interface Flags extends JsonFlag, JobFlags, EnvironmentFlags {
  readonly clear?: true;
}

/** `dapf local simulate [VARIABLE=value..]` */
export function addSimulate(local: Command, { host, work }: CommandContext): void {
  local
    .command("simulate [variables...]")
    .summary("let Batch jobs fail, take longer, or find no capacity")
    .description(
      "Says how the simulated container jobs of Batch go whose environment has all the given variables, or the training jobs\n" +
        "of a name, beside what was said before. It holds for jobs that are submitted from now on. Or says what is wrong with\n" +
        "a compute environment, which holds at once. Without variables and names it shows what holds.",
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
    .option("--compute-environment <name>", "the compute environment that something is wrong with")
    .option("--reason <reason>", reasonHelp)
    .option("--instance-types <types>", "there is no capacity of these types only, with commas")
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
  dapf local simulate --compute-environment gpu --reason insufficient-capacity
  dapf local simulate --compute-environment gpu --reason insufficient-capacity --instance-types p4d.24xlarge
  dapf local simulate --compute-environment gpu --reason none
  dapf local simulate --compute-environment spot --reason spot-reclaim
  dapf local simulate --clear
${exitCodeHelp}`,
    )
    .action(async (variables: readonly string[], flags: Flags) => {
      const change = environmentChange(variables, flags);
      const added = change === undefined ? jobRules(variables, flags) : [];
      const aws = await work.begin();
      const { endpoint } = await aws.findRunning(host.root);
      if (change?.kind === "reclaim") {
        const lost = (await aws.reclaim(endpoint, change.computeEnvironment)) ?? { instances: [], jobs: [] };
        if (flags.json === true) return printJson(host.stdout, { reclaimed: lost });
        host.stdout.write(`reclaimed: ${lost.instances.length} instances, ${lost.jobs.length} jobs\n`);
        return;
      }
      const before = flags.clear === true ? [] : ((await aws.simulations(endpoint)) ?? []);
      const rules = change === undefined ? [...before, ...added] : change.apply(before);
      await aws.simulate(endpoint, rules);
      if (flags.json === true) return printJson(host.stdout, { simulations: rules });
      if (rules.length === 0) host.stdout.write("Jobs go as they say themselves\n");
      for (const rule of rules) host.stdout.write(`${lineOf(rule)}\n`);
    });
}

function lineOf(rule: SimulationRule): string {
  if ("computeEnvironment" in rule) {
    const { computeEnvironment, reason, instanceTypes = [] } = rule;
    return `compute environment ${computeEnvironment}: ${[reason, ...instanceTypes].join(" ")}`;
  }
  const { trainingJobs, match, set } = rule;
  const subject = ["training jobs", trainingJobs, listed(match)].filter((word) => word !== "").join(" ");
  return `${trainingJobs === undefined ? listed(match) : subject}: ${listed(set)}`;
}

function listed(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
