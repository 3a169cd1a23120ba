/** There is no such state, or it cannot be read. */
export class StateMissingError extends Error {
  override readonly name = "StateMissingError";

  constructor(
    /** As the user wrote it. */
    readonly source: string,
    /** `there is no such file`. */
    readonly reason: string,
  ) {
    super(`${source}: ${reason}`);
  }
}

/** The file is no Terraform state. */
export class MalformedStateError extends Error {
  override readonly name = "MalformedStateError";

  constructor(
    readonly source: string,
    /** What is wrong, the rest of a sentence that begins with the source; with line and column where they are known. */
    readonly problem: string,
  ) {
    super(`${source} ${problem}`);
  }
}

/** The state is written in a format that is not known. */
export class StateFormatError extends Error {
  override readonly name = "StateFormatError";

  constructor(
    readonly source: string,
    readonly found: number,
    readonly supported: number,
  ) {
    super(`${source} has format version ${found}, not ${supported}`);
  }
}

/** A newer Terraform than the installed one has written the state. */
export class StateTooNewError extends Error {
  override readonly name = "StateTooNewError";

  constructor(
    readonly source: string,
    /** Terraform version that has written it. */
    readonly writtenBy: string,
    readonly installed: string,
  ) {
    super(`${source} was written by Terraform ${writtenBy}, newer than ${installed}`);
  }
}

/** The state holds no resources. */
export class EmptyStateError extends Error {
  override readonly name = "EmptyStateError";

  constructor(readonly source: string) {
    super(`${source} is empty`);
  }
}

/** The state belongs to something else than the environment. */
export class ForeignStateError extends Error {
  override readonly name = "ForeignStateError";

  constructor(
    readonly source: string,
    readonly environment: string,
    readonly what: "account" | "prefix",
    /** What the state is of; undefined when its names have nothing in common with those of a platform. */
    readonly found: string | undefined,
    /** What the environment says. */
    readonly expected: string,
  ) {
    super(`${source} has the ${what} ${found ?? "of something else"}, not ${expected}`);
  }
}

/** Resources of the state are to move to addresses that other resources of the state have. */
export class AddressTakenError extends Error {
  override readonly name = "AddressTakenError";

  constructor(
    readonly source: string,
    readonly taken: readonly { readonly from: string; readonly to: string }[],
  ) {
    super(`${source}: taken are ${taken.map(({ to }) => to).join(", ")}`);
  }
}
