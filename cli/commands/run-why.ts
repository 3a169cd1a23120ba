import type { Command } from "commander";
import { QUICK_RETRY } from "../../aws/retry";
import type { RunContext } from "../../jobs/runs";
import { connectEnvironment } from "../account";
import { contextOption, type PipelineFlags, withPipelineFlags } from "../pipeline-options";
import { type CommandContext, environmentOf } from "../stack-command";
import { tell, whyExitCodes } from "../why";

type Flags = PipelineFlags & { readonly context?: RunContext };

/** `dapf runs why` */
export function addRunWhy(runs: Command, context: CommandContext): void {
  withPipelineFlags(runs.command("why <environment> [run]").addOption(contextOption()))
    .summary("why a run failed, and what the next one will do")
    .description(
      "Tells which state a run failed in, its Glue run or Batch job, the reason with the last lines of its log, and what the " +
        "next run will do; of the latest run without a name. Changes nothing.",
    )
    .addHelpText(
      "after",
      `\nExamples:\n  dapf runs why dev\n  dapf runs why dev 2026-11-21-1 --context training\n${whyExitCodes}`,
    )
    .action(async (name: string, wanted: string | undefined, flags: Flags) => {
      const environment = environmentOf(context.host, name);
      const target = await connectEnvironment(context, environment, flags);
      const [{ diagnoseRun }, { runServices }] = await Promise.all([
        import("../../diagnosis"),
        import("../../jobs/runs"),
      ]);
      const services = runServices(target, QUICK_RETRY);
      await tell(context, await diagnoseRun(environment, flags.context, wanted, services), flags, target.region);
    });
}
