/** What the container of an attempt finds, when its command is really run. */
import type { Command } from "../commands/command";
import type { Ready } from "../starts/attempt-starts";
import { INDEX_VARIABLE } from "./array-job";
import { commandOf } from "./command";
import type { Job, Placement } from "./job";
import { logTargetOf } from "./placement";

/** @param placement - of the attempt that begins @param start - how it was prepared */
export function attemptCommand(job: Job, placement: Placement, { credentials, secrets }: Ready): Command {
  const given = (job.container.environment ?? []).map(({ name = "", value = "" }) => [name, value] as const);
  return {
    words: commandOf(job),
    environment: { ...Object.fromEntries(given), ...secrets, ...batchVariables(job, placement) },
    credentials,
    log: logTargetOf(job, placement),
  };
}

/** AWS Batch User Guide, "AWS Batch job environment variables". */
function batchVariables(job: Job, { room }: Placement): Record<string, string> {
  const { array } = job;
  return {
    AWS_BATCH_JOB_ID: job.id,
    AWS_BATCH_JOB_ATTEMPT: String(job.attempts.length + 1),
    AWS_BATCH_JQ_NAME: nameIn(job.queueArn),
    AWS_BATCH_CE_NAME: nameIn(room.environmentArn),
    ...(array?.kind === "child"
      ? { [INDEX_VARIABLE]: String(array.index), AWS_BATCH_JOB_ARRAY_SIZE: String(array.siblings.size) }
      : {}),
  };
}

function nameIn(arn: string): string {
  return arn.slice(arn.indexOf("/") + 1);
}
