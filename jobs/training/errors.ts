/** A job that has not ended is not cloned: a second of it would run beside it. */
export class JobNotOverError extends Error {
  override readonly name = "JobNotOverError";

  constructor(
    readonly jobId: string,
    readonly status: string,
  ) {
    super(`${jobId} is ${status}`);
  }
}

/** Jobs that their queues would refuse; found before the first of them is submitted. */
export class QueueMismatchError extends Error {
  override readonly name = "QueueMismatchError";

  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** AWS Batch did not answer the submission of a job; what was submitted is in the journal. */
export class NotAnsweredError extends Error {
  override readonly name = "NotAnsweredError";

  constructor(
    readonly job: string,
    readonly reason: string,
  ) {
    super(`AWS Batch did not answer the submission of ${job}: ${reason}`);
  }
}
