import * as path from "node:path";
import { copyOf, dapf, shellLine, type Surroundings, terraform } from "./commands";
import type { StateSource } from "./state-source";

/** What the commands depend on that make a state fit for its adoption. */
export interface Mending {
  readonly environment: string;
  readonly source: StateSource;
  readonly where: Surroundings;
}

/**
 * Commands that change a copy of a state, and look at it again. A copy, because the HCL goes on with its own until the
 * adoption: it would destroy what has another address in its state than in its code.
 *
 * @param changes a Terraform command each, its words in front of `-state` and behind it
 */
export function mendCopy(
  { environment, source, where }: Mending,
  changes: readonly { readonly command: readonly string[]; readonly args: readonly string[] }[],
): string[] {
  const copy = `${environment}.mended.tfstate`;
  const isCopy = source.kind === "file" && source.file === path.join(where.cwd, copy);
  return [
    ...(isCopy ? [] : [copyOf(source, copy, where)]),
    ...changes.map(({ command, args }) => ({ words: ["terraform", ...command, `-state=${copy}`, ...args] })),
    dapf(where, "adopt", environment, "--state", copy),
  ].map(shellLine);
}

/** Commands that are run with the HCL, whose state is then adopted. */
export function mendWithHcl({ source, where }: Mending, ...commands: readonly (readonly string[])[]): string[] {
  const folder = source.kind === "folder" ? path.relative(where.cwd, source.folder) : "";
  const chdir = folder === "" ? [] : [`-chdir=${folder}`];
  return commands.map((words) => shellLine(terraform(where, ...chdir, ...words)));
}
