/** How a command prints its result: for people, as one JSON object, or as what scripts need of it. */
import { type Command, Option } from "commander";
import type { TextStream } from "./host";
import { UsageError } from "./usage-error";

export interface IdsFlags {
  readonly idsOnly?: boolean;
  readonly json?: boolean;
}

/** Adds `--ids-only`. @param what a line has */
export function withIdsOnly(command: Command, what = "the ids of the jobs"): Command {
  return command.addOption(
    new Option("--ids-only", `print only ${what}, one a line; progress goes to standard error`).conflicts("json"),
  );
}

/** Whether standard output is for a program, so that everything else goes to standard error. */
export const isForProgram = ({ json, idsOnly }: IdsFlags): boolean => json === true || idsOnly === true;

export function printIds(stream: TextStream, ids: Iterable<string | undefined>): void {
  for (const id of ids) if (id !== undefined) stream.write(`${id}\n`);
}

export const FORMATS = ["text", "json", "table"] as const;
export type Format = (typeof FORMATS)[number];

/** Adds `--output text|json|table`, as the AWS CLI has it. */
export function withFormat(command: Command, text: string): Command {
  return command.option("--output <format>", `${FORMATS.join(", ")}: text is ${text}, json one object`, formatOf);
}

function formatOf(value: string): Format {
  const found = FORMATS.find((one) => one === value);
  if (found === undefined) throw new UsageError(`--output takes ${FORMATS.join(", ")}, not ${value}`);
  return found;
}
