import type { Command } from "commander";
import { isJobId } from "../../../jobs/container/submissions/ids-file";
import { withAccount } from "../../account";
import { withAccountFlags } from "../../account-flags";
import type { CommandContext } from "../../stack-command";
import { UsageError } from "../../usage-error";
import { declaredBy, tell, whyExitCodes, type WhyFlags } from "../../why";

/** `dapf jobs why` */
export function addWhy(jobs: Command, context: CommandContext): void {
  withAccountFlags(jobs.command("why <job-id>"))
    .summary("why a job waits, cannot run, or has failed, and what to do")
    .description(
      "Looks at a job, its queue, its compute environment and what its container needs, and tells what is in its way, the " +
        "likeliest first. Changes nothing. With --env it names the file and line of the declaration to change.",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  dapf jobs why 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --local
  dapf jobs why 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --env jenkins-pl
${whyExitCodes}`,
    )
    .action(async (id: string, flags: WhyFlags) => {
      if (!isJobId(id)) throw new UsageError(`${id} is not the id of a job (dapf jobs list shows ids)`);
      const { diagnoseJob } = await import("../../../diagnosis");
      const declared = await declaredBy(context, flags);
      await withAccount(context, flags, async ({ connection, region }) =>
        tell(context, await diagnoseJob(connection, declared, id), flags, region),
      );
    });
}
