/** Which account and Region a command works in, as the command line says it: one set of flags for all commands. */
import type { Command } from "commander";
import type { Environment } from "../config/environment";
import { shellWord } from "../errors/shell-word";
import { UsageError } from "./usage-error";

/** Commander fills them in. */
export interface AccountFlags {
  readonly region?: string;
  readonly profile?: string;
  /** Name of an environment, of commands whose first argument is none. */
  readonly env?: string;
  readonly local?: boolean;
}

/** Adds `--region`, `--profile`, `--local` and, where no argument names the environment, `--env`. */
export function withAccountFlags(command: Command): Command {
  command
    .option("--region <region>", "Region (default: that of the environment, then AWS_REGION, then the profile's)")
    .option("--profile <profile>", "profile of the AWS configuration (default: AWS_PROFILE)")
    .option("--local", "use the embedded AWS of this clone instead of a real account");
  if (command.registeredArguments.some((argument) => argument.name() === "environment")) return command;
  return command.option("--env <environment>", "an environment of this repository: its Region, limits, required tags");
}

/** @returns the flags as words of a shell that mean the same account */
export function accountWords({
  region,
  profile,
  env,
  local,
}: {
  readonly [F in keyof AccountFlags]: AccountFlags[F] | undefined;
}): string[] {
  const pairs = { "--region": region, "--profile": profile, "--env": env };
  const words = Object.entries(pairs).flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellWord(value)]));
  return local === true ? [...words, "--local"] : words;
}

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/**
 * @returns the variables with the profile of the flags; keys among them would win over it
 * @throws UsageError when the embedded AWS is meant, too
 */
export function accountVariables(variables: NodeJS.ProcessEnv, { profile, local }: AccountFlags): NodeJS.ProcessEnv {
  if (profile === undefined) return variables;
  if (local === true) {
    throw new UsageError("--local and --profile exclude each other: the embedded AWS has no profiles");
  }
  const others = Object.entries(variables).filter(([name]) => !KEYS.includes(name));
  return { ...Object.fromEntries(others), AWS_PROFILE: profile };
}

/** @throws UsageError when the flags mean another Region than that of an environment which an argument names */
export function checkRegion({ name, settings }: Environment, { region }: AccountFlags): void {
  if (region === undefined || region === settings.region) return;
  throw new UsageError(`${name} is in ${settings.region}: leave out --region ${region}`);
}
