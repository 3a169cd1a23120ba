import type { Command } from "commander";
import { withAccount } from "../../account";
import { withAccountFlags } from "../../account-flags";
import type { CommandContext } from "../../stack-command";
import { declaredBy, tell, whyExitCodes, type WhyFlags } from "../../why";

/** `dapf train why` */
export function addWhy(train: Command, context: CommandContext): void {
  withAccountFlags(train.command("why <job-id>"))
    .summary("why a job waits, cannot run, or has failed, and what to do")
    .description(
      "Looks at a training job, its queue, quota share and service environment, and tells what is in its way, the likeliest " +
        "first. Changes nothing. With --env it names the file and line of the declaration to change.",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `\nExamples:\n  dapf train why 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --env jenkins-pl\n  dapf train why 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --local --json\n${whyExitCodes}`,
    )
    .action(async (id: string, flags: WhyFlags) => {
      const { diagnoseTraining } = await import("../../../diagnosis");
      const declared = await declaredBy(context, flags);
      await withAccount(context, flags, async ({ connection, region }) =>
        tell(context, await diagnoseTraining(connection, declared, id), flags, region),
      );
    });
}
