import * as path from "node:path";
import { shellWord } from "../../errors/shell-word";
import type { StateSource } from "./state-source";

/** A command for a POSIX shell. */
export interface AdoptionCommand {
  /** Without quotes. */
  readonly words: readonly string[];
  /** File for its standard output. */
  readonly output?: string;
}

/** Where commands are run, and for which account: as the user has said it. */
export interface Surroundings {
  /** Absolute path of the folder that the commands are run in. */
  readonly cwd: string;
  /** Whether the embedded AWS is the account. */
  readonly local: boolean;
  readonly profile?: string;
  readonly region?: string;
}

/** @returns the command in one line, ready to be pasted */
export function shellLine({ words, output }: AdoptionCommand): string {
  return [...words, ...(output === undefined ? [] : [">", output])]
    .map((word, index) => (output !== undefined && index === words.length ? word : shellWord(word)))
    .join(" ");
}

/** @returns a command of dapf's for the account that is meant */
export function dapf(where: Surroundings, ...words: string[]): AdoptionCommand {
  return { words: ["npx", "dapf", ...words, ...accountFlags(where), ...(where.local ? ["--local"] : [])] };
}

/** @returns a command of Terraform's that asks a backend; its S3 backend takes the profile from the environment only */
export function terraform({ profile }: Surroundings, ...words: string[]): AdoptionCommand {
  const command = ["terraform", ...words];
  return { words: profile === undefined ? command : ["env", `AWS_PROFILE=${profile}`, ...command] };
}

/** @returns what copies a state to a file, as Terraform can read it */
export function copyOf(source: StateSource, target: string, where: Surroundings): AdoptionCommand {
  switch (source.kind) {
    case "file": {
      const file = path.relative(where.cwd, source.file);
      // Terraform does not read a state that begins with a byte order mark: the copy is without those three bytes.
      if (source.hasByteOrderMark === true) return { words: ["tail", "-c", "+4", file], output: target };
      return { words: ["cp", file, target] };
    }
    case "folder": {
      const folder = path.relative(where.cwd, source.folder);
      return { ...terraform(where, `-chdir=${folder === "" ? "." : folder}`, "state", "pull"), output: target };
    }
    case "s3":
      return { words: ["aws", "s3", "cp", `s3://${source.bucket}/${source.key}`, target, ...accountFlags(where)] };
  }
}

function accountFlags({ profile, region }: Surroundings): string[] {
  return Object.entries({ "--profile": profile, "--region": region }).flatMap(([flag, value]) => {
    return value === undefined ? [] : [flag, value];
  });
}
