/** AWS Batch refused a call, or did not answer it. */
export class JobCallError extends Error {
  override readonly name = "JobCallError";

  constructor(
    /** E.g. `DescribeJobQueues`. */
    readonly operation: string,
    readonly reason: string,
  ) {
    super(`AWS Batch: ${operation} failed: ${reason}`);
  }
}

/** @throws JobCallError for whatever the call throws */
export async function named<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof JobCallError) throw error;
    throw new JobCallError(operation, error instanceof Error ? error.message || error.name : String(error));
  }
}
