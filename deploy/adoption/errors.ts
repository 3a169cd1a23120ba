import { DapfError } from "../../errors";

/** There is no such state, or it cannot be read. */
export class StateMissingError extends DapfError {
  constructor(
    /** As the user wrote it. */
    readonly source: string,
    /** `there is no such file`. */
    readonly reason: string,
  ) {
    super(`${source}: ${reason}.`);
  }
}

/** The file is no Terraform state. */
export class MalformedStateError extends DapfError {
  constructor(
    readonly source: string,
    /** What is wrong, the rest of a sentence that begins with the source; with line and column where they are known. */
    readonly problem: string,
  ) {
    super(`${source} ${problem}.`);
  }
}

/** The state is written in a format that is not known. */
export class StateFormatError extends DapfError {
  constructor(
    readonly source: string,
    readonly found: number,
    readonly supported: number,
  ) {
    const hint =
      found > supported
        ? "a newer dapf is needed"
        : "run terraform apply -refresh-only with the HCL and a current Terraform first";
    super(`${source} has state format ${found}, and dapf reads format ${supported}: ${hint}.`);
  }
}

/** A newer Terraform than the installed one has written the state. */
export class StateTooNewError extends DapfError {
  constructor(
    readonly source: string,
    /** Terraform version that has written it. */
    readonly writtenBy: string,
    readonly installed: string,
  ) {
    super(
      `${source} was written by Terraform ${writtenBy}, and installed is ${installed}: install ${writtenBy} or newer.`,
    );
  }
}

/** The state holds no resources. */
export class EmptyStateError extends DapfError {
  constructor(readonly source: string) {
    super(`${source} holds no resources: there is nothing to adopt.`);
  }
}

/** The state belongs to something else than the environment. */
export class ForeignStateError extends DapfError {
  constructor(
    readonly source: string,
    readonly environment: string,
    readonly what: "account" | "prefix",
    /** What the state is of; undefined when its names have nothing in common with those of a platform. */
    readonly found: string | undefined,
    /** What the environment says. */
    readonly expected: string,
  ) {
    const whose = found === undefined ? "no platform" : `another environment, whose names begin with ${found}`;
    super(
      what === "account"
        ? `${source} is the state of account ${found ?? "unknown"}, and ${environment} is for account ${expected}.`
        : `${source} is the state of ${whose}; those of ${environment} begin with ${expected}.`,
    );
  }
}

/** Resources of the state are to move to addresses that other resources of the state have. */
export class AddressTakenError extends DapfError {
  constructor(
    readonly source: string,
    readonly taken: readonly { readonly from: string; readonly to: string }[],
  ) {
    super(
      [
        `${source} has resources at addresses that others of its resources are to move to:`,
        ...taken.map(({ from, to }) => `  ${from}\n    is to move to ${to}`),
        "Terraform would destroy the former: find out which is the live one, and take the other out with terraform state rm.",
      ].join("\n"),
    );
  }
}
