import type { Argument, Command, Option } from "commander";
import { jobList } from "../../aws/batch/requests/container-job";
import { serviceJobList } from "../../aws/batch/requests/service-job";
import { REGION_NAMES } from "../../aws/regions";
import { KINDS } from "../../schemas/kinds";
import { FORMATS } from "../formats";
import type { ArgumentWords, CommandWords, OptionWords, Values } from "./command-words";
import { SHELLS } from "./scripts";

const STATUSES = [...new Set([...jobList.rows.jobStatus.values, ...serviceJobList.rows.jobStatus.values])];

/** The values of arguments and options, by what help calls them: `<environment>`. */
const VALUES: Readonly<Record<string, Values>> = {
  environment: { from: ["environments"] },
  "environment-or-queue": { from: ["environments", "queues"] },
  "environment-or-file": { from: ["environments", "files"] },
  history: { from: ["files"] },
  module: { from: ["modules"] },
  queue: { from: ["queues"] },
  job: { from: ["jobs"] },
  "job id": { from: ["jobs"] },
  "job-id": { from: ["jobs"] },
  jobs: { from: ["jobs", "files"] },
  ids: { from: ["jobs", "files"] },
  file: { from: ["files"] },
  "ids file": { from: ["files"] },
  path: { from: ["files"] },
  region: { words: REGION_NAMES },
  status: { words: STATUSES },
  format: { words: FORMATS },
  kind: { words: KINDS.map(({ name }) => name) },
  shell: { words: SHELLS },
};

/** @returns the words of a command and of all below it, without those that help hides */
export function wordsOf(command: Command): CommandWords {
  const help = command.createHelp();
  return {
    name: command.name(),
    text: help.subcommandDescription(command),
    commands: help
      .visibleCommands(command)
      .filter((one) => one.name() !== "help")
      .map(wordsOf),
    options: help.visibleOptions(command).map(optionWords),
    arguments: command.registeredArguments.map(argumentWords),
  };
}

function optionWords(option: Option): OptionWords {
  const { short, long, flags, description, argChoices } = option;
  const names = [short, long].filter((name) => name !== undefined);
  const [, placeholder] = /[<[]([^>\]]*)[>\]]/.exec(flags) ?? [];
  const value = placeholder === undefined ? undefined : valuesOf(placeholder.replace("...", ""), argChoices);
  return { names, text: description, ...(value === undefined ? {} : { value }) };
}

function argumentWords(argument: Argument): ArgumentWords {
  return { ...valuesOf(argument.name(), argument.argChoices), ...(argument.variadic ? { many: true } : {}) };
}

const valuesOf = (placeholder: string, choices: readonly string[] | undefined): Values =>
  choices === undefined ? (VALUES[placeholder] ?? {}) : { words: choices };
