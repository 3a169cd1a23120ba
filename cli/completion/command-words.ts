/** What may stand on a command line, as data: the completion is quicker than all commands are loaded. */
import * as path from "node:path";

/** Where the values of an argument or option come from. */
export type Source = "environments" | "modules" | "queues" | "jobs" | "files";

export interface Values {
  readonly from?: readonly Source[];
  /** Values that are always the same. */
  readonly words?: readonly string[];
}

export interface ArgumentWords extends Values {
  readonly many?: true;
}

export interface OptionWords {
  /** `["-f", "--follow"]` */
  readonly names: readonly string[];
  readonly text: string;
  /** What follows it; undefined of a switch. */
  readonly value?: Values;
}

export interface CommandWords {
  readonly name: string;
  readonly text: string;
  readonly commands: readonly CommandWords[];
  readonly options: readonly OptionWords[];
  readonly arguments: readonly ArgumentWords[];
}

/** Made of the commands by `npm run generate`. */
export const COMMANDS_FILE = path.join(__dirname, "commands.json");
