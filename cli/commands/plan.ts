import * as path from "node:path";
import type { Command } from "commander";
import { countChanges, planEnvironment } from "../../deploy";
import { EXIT_CHANGES, exitCodeHelp } from "../exit-codes";
import { printJson } from "../json-result";
import {
  type CommandContext,
  rendererFor,
  type StackFlags,
  stackOptions,
  withCommonFlags,
  withTerraformFlags,
} from "../stack-command";

interface PlanFlags extends StackFlags {
  readonly destroy?: boolean;
  readonly details?: boolean;
  readonly detailedExitcode?: boolean;
  readonly out?: string;
}

/** `dapf plan <env>` */
export function addPlan(program: Command, context: CommandContext): void {
  withTerraformFlags(withCommonFlags(program.command("plan <environment>")))
    .summary("show what a deploy would change")
    .description("Synthesizes an environment and shows what a deploy would create, change and destroy.")
    .option("--destroy", "show what destroy would do instead")
    .option("--details", "show all arguments and values, too, as Terraform prints them")
    .option("--out <file>", "save the plan, for deploy or destroy --plan; may hold secrets")
    .option("--detailed-exitcode", "exit with 2 when there are changes, 0 when there are none")
    .addHelpText(
      "after",
      `
Examples:
  dapf plan jenkins-pl
  dapf plan jenkins-pl --target analytics_etl --target batch_training.training_construct
  dapf plan jenkins-pl --local --details
  dapf plan uat --out uat.tfplan && dapf deploy uat --plan uat.tfplan
  dapf plan jenkins-pl --json | jq '.changes[].address'
  dapf plan production --detailed-exitcode || echo "production has drifted"
${exitCodeHelp}`,
    )
    .action(async (name: string, flags: PlanFlags) => {
      const { host } = context;
      // A log is for reading later, when nobody can ask for more.
      const fullPlan = !host.stdout.isTerminal || flags.details === true;
      const renderer = rendererFor(host, flags, { fullPlan });
      try {
        const options = await stackOptions(context, renderer, name, flags, "fail");
        const { destroy = false, details = false } = flags;
        const out = flags.out === undefined ? undefined : path.resolve(flags.out);
        const plan = await planEnvironment({ ...options, destroy, details, out });
        if (flags.json === true)
          printJson(host.stdout, { command: "plan", counts: countChanges(plan.changes), ...plan });
        if (flags.detailedExitcode === true && plan.hasChanges) context.exitWith(EXIT_CHANGES);
      } finally {
        renderer.close();
      }
    });
}
