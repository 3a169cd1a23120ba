import { type Command, Option } from "commander";

/** Options of every command about the pipeline; commander fills them in. */
export interface PipelineFlags {
  readonly local?: boolean;
  readonly json?: boolean;
}

/** @returns the option that says which context is meant */
export function contextOption(): Option {
  return new Option("--context <context>", "what it is for").choices(["training", "inferencing"]);
}

/** Adds `--local` and `--json`. */
export function withPipelineFlags(command: Command): Command {
  return command
    .option("--local", "use the embedded AWS of this clone instead of a real account")
    .option("--json", "print one JSON object on standard output; progress goes to standard error");
}
