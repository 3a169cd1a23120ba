import { Option } from "commander";

export interface JsonFlag {
  readonly json?: boolean;
}

/** `--json` of a command whose result is a few facts. */
export const jsonOption = () => new Option("--json", "print one JSON object");
