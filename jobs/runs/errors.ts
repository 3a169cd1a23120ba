/** The input map of a context is not in its parameter. */
export class NoInputMapError extends Error {
  override readonly name = "NoInputMapError";

  constructor(
    readonly environment: string,
    readonly parameter: string,
    /** What is wrong with it, when it is there. */
    readonly problem?: string,
  ) {
    super(`${parameter}: ${problem ?? "missing"}`);
  }
}

/** A run of the context has not ended yet, and the caller did not force another one. */
export class RunInProgressError extends Error {
  override readonly name = "RunInProgressError";

  constructor(
    readonly environment: string,
    readonly context: string,
    /** ARN of the execution that runs. */
    readonly executionArn: string,
  ) {
    super(`${executionArn} runs`);
  }

  /** The last part of the ARN. */
  get runName(): string {
    return this.executionArn.slice(this.executionArn.lastIndexOf(":") + 1);
  }
}

/** Other runs of the same names were started in this very moment, with other input. */
export class RunNameTakenError extends Error {
  override readonly name = "RunNameTakenError";

  constructor(
    readonly environment: string,
    readonly runName: string,
  ) {
    super(`${runName} is taken`);
  }
}

/** Another run of the context has begun at the same time as one that was to be the only one. */
export class RunsAtOnceError extends Error {
  override readonly name = "RunsAtOnceError";

  constructor(
    readonly environment: string,
    readonly context: string,
    /** ARN of the execution that was started. */
    readonly executionArn: string,
    /** ARNs of the executions that run beside it. */
    readonly others: readonly string[],
  ) {
    super(`${[executionArn, ...others].join(", ")} run at once`);
  }
}

/** There is no run of that name. */
export class UnknownRunError extends Error {
  override readonly name = "UnknownRunError";

  constructor(
    readonly environment: string,
    readonly wanted: string,
    /** The latest runs: `2026-11-21-1 (training)`. */
    readonly known: readonly string[],
  ) {
    super(`no run ${wanted}`);
  }
}

/** A value that was given on the command line, or in a file, cannot be used. */
export class RunInputError extends Error {
  override readonly name = "RunInputError";

  constructor(
    /** E.g. `--date`. */
    readonly option: string,
    readonly found: string,
    /** What is allowed. */
    readonly rule: string,
  ) {
    super(`${option} ${rule}, not ${found}`);
  }
}

/** A job that prepares example data failed. */
export class ExampleFailedError extends Error {
  override readonly name = "ExampleFailedError";

  constructor(
    /** Name of the Glue job. */
    readonly job: string,
    readonly reason: string,
  ) {
    super(`${job}: ${reason}`);
  }
}
