import * as fs from "node:fs";
import * as path from "node:path";
import { DapfError, EXIT_USAGE } from "../errors";
import { home } from "./home";

/** A project: environments, the files that they name, and the program that synthesizes them. */
export interface Project {
  /** Absolute path of its folder. */
  readonly root: string;
  /** Absolute path of the program that synthesizes: `main.ts`. */
  readonly program: string;
}

/** What was asked for concerns a project, and there is none. */
export class NoProjectError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    /** Absolute path of the folder from which it was looked for. */
    readonly folder: string,
  ) {
    super(
      `There is no dapf project here: neither ${folder} nor a folder above it has cdktf.json and environments/. ` +
        "`dapf init` makes one; DAPF_ROOT names one that is elsewhere.",
    );
  }
}

/**
 * @param folder absolute path of the working directory
 * @returns the project that `DAPF_ROOT` names, else the nearest one from the folder upwards, else the clone that dapf runs from
 * @throws NoProjectError
 */
export function findProject(folder: string, variables: NodeJS.ProcessEnv): Project {
  const named = variables.DAPF_ROOT;
  const root = named === undefined || named === "" ? nearest(folder) : path.resolve(folder, named);
  if (root === undefined) throw new NoProjectError(folder);
  return { root, program: programIn(root) ?? programIn(home) ?? path.join(root, "main.ts") };
}

function nearest(folder: string): string | undefined {
  return [...upwards(folder), home].find(isProject);
}

function upwards(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

function isProject(folder: string): boolean {
  return ["cdktf.json", "environments"].every((name) => fs.existsSync(path.join(folder, name)));
}

/** A project that is nothing but environments has dapf's own program. */
function programIn(folder: string): string | undefined {
  const candidates = ["main.ts", "main.js"].map((name) => path.join(folder, name));
  return candidates.find((file) => fs.existsSync(file));
}
