import type { CommandWords, OptionWords, Source, Values } from "./command-words";

export interface Candidate {
  readonly value: string;
  /** Shells that show one, show it beside the value. */
  readonly text?: string;
}

/** What is asked for beside the commands and options, which are always the same. */
export type Wanted = (source: Exclude<Source, "files">, line: Line) => Promise<readonly Candidate[]>;

/** What stands before the word that is completed. */
export interface Line {
  /** Of the command: `["jobs", "show"]`. */
  readonly command: readonly string[];
  readonly arguments: readonly string[];
  /** Values of options by each of their names. */
  readonly options: Readonly<Record<string, string>>;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Whether files can stand there, too; shells know them best. */
  readonly files: boolean;
}

/**
 * @param program all commands
 * @param words of the command line behind the program's name; the last is the one to complete, and may be empty
 * @param wanted gives the values that a project has
 */
export async function complete(program: CommandWords, words: readonly string[], wanted: Wanted): Promise<Completion> {
  const current = words.at(-1) ?? "";
  const read = readLine(program, words.slice(0, -1));
  const [, name, value] = read.isOver ? [] : (/^(--[\w-]+)=(.*)$/s.exec(current) ?? []);
  if (name !== undefined && value !== undefined) {
    const option = optionOf(read.at, name);
    const found = await valuesFor(option?.value, value, read, wanted);
    return { ...found, candidates: found.candidates.map((one) => ({ ...one, value: `${name}=${one.value}` })) };
  }
  if (read.pending !== undefined) return valuesFor(read.pending.value, current, read, wanted);
  if (current.startsWith("-") && !read.isOver) return { candidates: optionsFor(read, current), files: false };
  if (read.at.commands.length > 0) {
    if (read.line.arguments.length > 0) return { candidates: [], files: false };
    const commands = read.at.commands.map(({ name: value, text }): Candidate => ({ value, text }));
    return { candidates: beginning(commands, current), files: false };
  }
  const { arguments: given } = read.at;
  const last = given.at(-1);
  const argument = given[read.line.arguments.length] ?? (last?.many === true ? last : undefined);
  const found = await valuesFor(argument, current, read, wanted);
  const isNothing = found.candidates.length === 0 && !found.files && current === "";
  return isNothing ? { candidates: optionsFor(read, current), files: false } : found;
}

interface Read {
  readonly at: CommandWords;
  readonly line: Line;
  /** The option whose value comes next. */
  readonly pending: OptionWords | undefined;
  /** Whether `--` stood there, behind which nothing is an option. */
  readonly isOver: boolean;
}

function readLine(program: CommandWords, words: readonly string[]): Read {
  let at = program;
  let pending: OptionWords | undefined;
  let isOver = false;
  const command: string[] = [];
  const given: string[] = [];
  const options: Record<string, string> = {};
  const keep = (option: OptionWords | undefined, value: string) => {
    for (const name of option?.names ?? []) options[name] = value;
  };
  for (const word of words) {
    const [, name = word, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    if (pending !== undefined) {
      keep(pending, word);
      pending = undefined;
    } else if (isOver || !word.startsWith("-") || word === "-") {
      const next = given.length === 0 ? at.commands.find((one) => one.name === word) : undefined;
      if (next === undefined) given.push(word);
      else {
        at = next;
        command.push(word);
      }
    } else if (word === "--") isOver = true;
    else {
      const option = optionOf(at, name);
      keep(option, value ?? "");
      if (value === undefined && option?.value !== undefined) pending = option;
    }
  }
  return { at, line: { command, arguments: given, options }, pending, isOver };
}

const optionOf = ({ options }: CommandWords, name: string): OptionWords | undefined =>
  options.find(({ names }) => names.includes(name));

/** Switches that stand there already are of no more use; options with values may be repeatable. */
function optionsFor({ at, line }: Read, current: string): Candidate[] {
  const free = at.options.filter(
    ({ names, value }) => value !== undefined || !names.some((one) => one in line.options),
  );
  const named = free.flatMap(({ names, text }) => names.map((value): Candidate => ({ value, text })));
  const isShort = /^-[^-]?$/.test(current);
  return beginning(isShort ? named : named.filter(({ value }) => value.startsWith("--")), current);
}

const beginning = (candidates: readonly Candidate[], text: string): Candidate[] =>
  candidates.filter(({ value }) => value.startsWith(text));

async function valuesFor(
  values: Values | undefined,
  text: string,
  { line }: Read,
  wanted: Wanted,
): Promise<Completion> {
  const { words = [], from = [] } = values ?? {};
  const found = await Promise.all(from.map(async (source) => (source === "files" ? [] : wanted(source, line))));
  const all = [...words.map((value): Candidate => ({ value })), ...found.flat()];
  return { candidates: beginning(all, text), files: from.includes("files") };
}
