import { type Command, Option } from "commander";
import { type AccountFlags, withAccountFlags } from "./account-flags";

/** Options of every command about the pipeline; commander fills them in. */
export interface PipelineFlags extends AccountFlags {
  readonly json?: boolean;
}

/** @returns the option that says which context is meant */
export function contextOption(): Option {
  return new Option("--context <context>", "what it is for").choices(["training", "inferencing"]);
}

/** Adds the flags for the account, and `--json`. */
export function withPipelineFlags(command: Command): Command {
  return withAccountFlags(command).option(
    "--json",
    "print one JSON object on standard output; progress goes to standard error",
  );
}
