import type { Command } from "commander";
import type { CommandContext } from "../../stack-command";
import { addCancel, addTerminate } from "./end";
import { addList } from "./list";
import { addLogs } from "./logs";
import { addRetry } from "./retry";
import { addShow } from "./show";
import { addWhy } from "./why";

/** `dapf jobs` */
export function addJobs(program: Command, context: CommandContext): void {
  const jobs = program
    .command("jobs")
    .summary("container jobs in queues")
    .description("Lists, shows, ends and retries container jobs of AWS Batch, whoever has submitted them.")
    .addHelpText(
      "after",
      `
Examples:
  dapf jobs list --queue cpu-queue --status FAILED --after 12h
  dapf jobs show 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01
  dapf jobs logs 4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01 --follow
  dapf jobs terminate job-ids.txt --reason "wrong data"
  dapf jobs retry job-ids.txt --monitor`,
    );
  for (const add of [addList, addShow, addWhy, addLogs, addCancel, addTerminate, addRetry]) add(jobs, context);
}
