import type { Command } from "commander";
import { jobExitCodeHelp } from "../../exit-codes";
import type { CommandContext } from "../../stack-command";
import { addList, addLogs, addShow, addWatch } from "./look";
import { addClone, addSetPriority, addTerminate } from "./steer";
import { addSubmit } from "./submit";
import { addWhy } from "./why";

/** `dapf train` */
export function addTrain(program: Command, context: CommandContext): void {
  const train = program
    .command("train")
    .summary("SageMaker training jobs in queues")
    .description("Submits, watches and steers SageMaker training jobs that wait their turn in AWS Batch queues.")
    .addHelpText(
      "after",
      `
Examples:
  dapf train submit estimator.yaml --queue jenkins-pl-c5-fifo --env jenkins-pl --local --monitor
  dapf train list --queue jenkins-pl-c5-fifo --env jenkins-pl --local
  dapf train set-priority <job id> 4 --env jenkins-pl --local
${jobExitCodeHelp}`,
    );
  for (const add of [addSubmit, addList, addShow, addWhy, addWatch, addTerminate, addSetPriority, addClone, addLogs])
    add(train, context);
}
