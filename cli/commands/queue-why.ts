import type { Command } from "commander";
import { withAccountFlags } from "../account-flags";
import type { CommandContext } from "../stack-command";
import { declaredBy, tell, whyExitCodes } from "../why";
import { accountOf, type QueueFlags } from "./queue-place";

/** `dapf queues why` */
export function addQueueWhy(queues: Command, context: CommandContext): void {
  withAccountFlags(queues.command("why <queue>"))
    .summary("why the jobs of a queue wait, and what to do")
    .description(
      "Looks at a queue of training or container jobs, what it runs on, and its next job, and tells what is in the way, the " +
        "likeliest first. Changes nothing. With --env it names the file and line of the declaration to change.",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
Examples:
  dapf queues why jenkins-pl-g5-quota-shares --local
  dapf queues why jenkins-pl-g5-quota-shares --env jenkins-pl --json
${whyExitCodes}`,
    )
    .action(async (queue: string, flags: QueueFlags) => {
      const { diagnoseQueue } = await import("../../diagnosis");
      const declared = await declaredBy(context, flags);
      const account = await accountOf(context, queue, flags);
      await tell(context, await diagnoseQueue(account.connection, declared, queue), flags, account.region);
    });
}
