/** AWS refused a call about jobs, or did not answer it. */
export class JobCallError extends Error {
  override readonly name = "JobCallError";

  constructor(
    /** E.g. `DescribeJobQueues`. */
    readonly operation: string,
    readonly reason: string,
    readonly service = "AWS Batch",
  ) {
    super(`${service}: ${operation} failed: ${reason}`);
  }
}

/** @returns the error of a call, with the name of the operation */
export function jobCallError(operation: string, error: unknown, service?: string): JobCallError {
  if (error instanceof JobCallError) return error;
  return new JobCallError(operation, error instanceof Error ? error.message || error.name : String(error), service);
}

/** @throws JobCallError for whatever the call throws */
export async function named<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw jobCallError(operation, error);
  }
}
