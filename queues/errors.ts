import { DapfError, EXIT_USAGE } from "../errors";

/** The environment declares no queues of either kind. */
export class NoQueuesError extends DapfError {
  constructor(
    readonly environment: string,
    /** Path of the environment file relative to the repository root. */
    readonly file: string,
  ) {
    super(
      `${environment} declares no queues: ${file} has neither training_queues (docs/training-queues.md) nor compute ` +
        "(docs/compute-declarations.md)",
    );
  }
}

/** There is no such live queue. */
export class UnknownQueueError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** Name or ARN. */
    readonly queue: string,
  ) {
    super(`There is no live queue ${queue}: deploy it, or see what there is with dapf queues list`);
  }
}

/** The queue has no such quota share. */
export class UnknownShareError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    readonly share: string,
    readonly queue: string,
    readonly known: readonly string[],
  ) {
    super(`${queue} has no quota share ${share} (there are: ${known.join(", ") || "none"})`);
  }
}

/** A capacity without a unit, of a share that has several. */
export class ShareCapacityError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    readonly share: string,
    readonly units: readonly string[],
  ) {
    super(`${share} has the units ${units.join(", ")}: say which one changes, e.g. ${units[0] ?? "ml.g5.xlarge"}=2`);
  }
}

/** Somebody else has changed the share right after the change that was asked for. */
export class ShareOverwrittenError extends DapfError {
  constructor(
    readonly queue: string,
    readonly share: string,
    /** What is live: `ml.g5.xlarge is 2 (asked for: 3)`. */
    readonly live: readonly string[],
  ) {
    super(
      `${share} of ${queue} was changed, and somebody else has changed it again at the same time. ` +
        `Live now: ${live.join(", ")}. Agree with them, or run the same command again.`,
    );
  }
}
