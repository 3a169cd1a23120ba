/** AWS Batch refused a call, or did not answer it. */
export class BatchCallError extends Error {
  override readonly name = "BatchCallError";

  constructor(
    /** E.g. `DescribeJobQueues`. */
    readonly operation: string,
    readonly reason: string,
  ) {
    super(`AWS Batch did not answer ${operation}: ${reason}`);
  }
}

/** The environment declares no training queues. */
export class NoQueuesError extends Error {
  override readonly name = "NoQueuesError";

  constructor(
    readonly environment: string,
    /** Path of the environment file relative to the repository root. */
    readonly file: string,
  ) {
    super(`${environment} declares no training queues: ${file} has no training_queues (docs/training-queues.md)`);
  }
}
