import { DapfError } from "../../errors";

/** A job that has not ended is not cloned: a second of it would run beside it. */
export class JobNotOverError extends DapfError {
  constructor(
    readonly jobId: string,
    readonly status: string,
  ) {
    super(`${jobId} is ${status}: only a finished job is cloned, so that not two of it run at once`);
  }
}

/** Jobs that their queues would refuse; found before the first of them is submitted. */
export class QueueMismatchError extends DapfError {
  constructor(readonly problems: readonly string[]) {
    super(`Nothing was submitted:\n${problems.join("\n")}`);
  }
}

/** AWS Batch did not answer the submission of a job; what was submitted is in the journal. */
export class NotAnsweredError extends DapfError {
  constructor(
    readonly job: string,
    readonly reason: string,
  ) {
    super(`AWS Batch did not answer the submission of ${job}: ${reason}. Run the same command to go on.`);
  }
}
