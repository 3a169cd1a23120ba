import { DapfError, EXIT_USAGE } from "../../errors";

/** The input map of a context is not in its parameter. */
export class NoInputMapError extends DapfError {
  constructor(
    readonly environment: string,
    readonly parameter: string,
    /** What is wrong with it, when it is there. */
    readonly problem?: string,
  ) {
    super(
      problem === undefined
        ? `${environment} has no parameter ${parameter}: deploy it first (npx dapf deploy ${environment}, with --local for the embedded AWS).`
        : `The parameter ${parameter} of ${environment} ${problem}`,
    );
  }
}

/** A run of the context has not ended yet, and the caller did not force another one. */
export class RunInProgressError extends DapfError {
  constructor(
    readonly environment: string,
    readonly context: string,
    /** ARN of the execution that runs. */
    readonly executionArn: string,
  ) {
    const runName = executionArn.slice(executionArn.lastIndexOf(":") + 1);
    const only = `--context ${context}`;
    super(
      [
        `A ${context} run of ${environment} has not ended yet: ${executionArn}`,
        `Look at it: npx dapf runs show ${environment} ${runName} ${only}`,
        `Stop it:    npx dapf runs stop ${environment} ${only}`,
        "(with --local for the embedded AWS). --force starts another one beside it.",
      ].join("\n"),
    );
  }
}

/** Other runs of the same names were started in this very moment, with other input. */
export class RunNameTakenError extends DapfError {
  constructor(
    readonly environment: string,
    readonly runName: string,
  ) {
    super(
      `Somebody has just started ${runName} of ${environment} with other input: see npx dapf runs list ${environment}`,
    );
  }
}

/** Another run of the context has begun at the same time as one that was to be the only one. */
export class RunsAtOnceError extends DapfError {
  constructor(
    readonly environment: string,
    readonly context: string,
    /** ARN of the execution that was started. */
    readonly executionArn: string,
    /** ARNs of the executions that run beside it. */
    readonly others: readonly string[],
  ) {
    super(
      [
        `Another ${context} run of ${environment} has begun at the same time, and both have been started:`,
        ...[executionArn, ...others].map((arn) => `  ${arn}`),
        "Runs of different days take each other's rows away. Stop them, and run one after the other:",
        `  npx dapf runs stop ${environment} --context ${context}`,
        "(with --local for the embedded AWS).",
      ].join("\n"),
    );
  }
}

/** There is no run of that name. */
export class UnknownRunError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    readonly environment: string,
    readonly wanted: string,
    /** The latest runs: `2026-11-21-1 (training)`. */
    readonly known: readonly string[],
  ) {
    const there = known.length === 0 ? "it has had no runs" : `the latest are ${known.join(", ")}`;
    super(wanted === "" ? `${environment} has had no runs` : `${environment} has no run ${wanted}: ${there}`);
  }
}

/** A value that was given on the command line, or in a file, cannot be used. */
export class RunInputError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** E.g. `--date`. */
    readonly option: string,
    readonly found: string,
    /** What is allowed. */
    readonly rule: string,
  ) {
    super(`${option} ${rule}; found: ${found}`);
  }
}

/** A job that prepares example data failed. */
export class ExampleFailedError extends DapfError {
  constructor(
    /** Name of the Glue job. */
    readonly job: string,
    readonly reason: string,
  ) {
    super(`${job}: ${reason}`);
  }
}
