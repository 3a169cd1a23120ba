import { DapfError, EXIT_USAGE } from "../../errors";

/** The folder has a program of somebody else's in the place of the project's. */
export class NotEmptyError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** Absolute path. */
    readonly folder: string,
    /** Paths in it. */
    readonly files: readonly string[],
  ) {
    super(
      `${folder} has ${files.join(" and ")} already, which a dapf project has of its own: take another folder ` +
        "(`dapf init <folder>`), or --overwrite.",
    );
  }
}

/** Something that is no folder is where a folder has to be, or the other way round. */
export class InTheWayError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** Absolute path. */
    readonly path: string,
    readonly wanted: "file" | "folder",
  ) {
    super(`${path} is in the way: a ${wanted} has to be there.`);
  }
}

/** Node would run the project's files as ES modules, which CDKTF's are not. */
export class ModulePackageError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** Absolute path of the folder. */
    readonly folder: string,
  ) {
    super(
      `package.json of ${folder} says "type": "module", and a dapf project is CommonJS: give it a folder of its own, ` +
        "for example `dapf init platform`.",
    );
  }
}
