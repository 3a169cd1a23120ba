import { DapfError, EXIT_USAGE } from "../../errors";

/** What was asked for cannot be run: the folder, the Python or a name is not what it has to be. */
export class NotRunnableError extends DapfError {
  override readonly exitCode = EXIT_USAGE;
}

/** The folder is no copy of moto's repository, or one of another version. */
export class MotoCopyError extends NotRunnableError {
  constructor(
    readonly folder: string,
    readonly found: string,
    readonly wanted: string,
  ) {
    super(
      `${folder} ${found}. It has to be a copy of moto's repository at version ${wanted}:\n` +
        `git clone --depth 1 --branch ${wanted} https://github.com/getmoto/moto ${folder}`,
    );
  }
}

/** moto's tests have no folder for a service. */
export class UnknownServiceError extends NotRunnableError {
  constructor(
    readonly service: string,
    readonly services: readonly string[],
  ) {
    super(`moto has no tests of a service ${service}; it has those of: ${services.join(", ")}.`);
  }
}

/** The Python that has moto lacks what its tests import. */
export class TestModulesError extends NotRunnableError {
  constructor(
    readonly python: string,
    readonly missing: readonly string[],
  ) {
    super(
      `moto's tests need ${missing.join(" and ")}, which ${python} does not have:\n` +
        `${python} -m pip install ${missing.join(" ")}\n` +
        "Or name another Python with moto in DAPF_PYTHON.",
    );
  }
}

/** pytest, or moto's own server, did not come as far as tests. */
export class ProcessFailedError extends DapfError {
  constructor(
    readonly what: string,
    readonly output: string,
  ) {
    super(`${what} failed:\n${output.trim().split("\n").slice(-20).join("\n")}`);
  }
}
