import type { Command } from "commander";
import type { CommandWords } from "./command-words";
import { wordsOf } from "./read-program";

/** @returns JSON, in which each command and each option has a line of its own */
export const wordsText = (program: Command): string => `${lines(wordsOf(program), "")}\n`;

function lines({ commands, options, arguments: given, ...own }: CommandWords, indent: string): string {
  const inner = `${indent}  `;
  const list = (items: readonly string[]) => (items.length === 0 ? "[]" : `[\n${items.join(",\n")}\n${inner}]`);
  const members = [
    ...Object.entries({ ...own, arguments: given }).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`),
    `"options": ${list(options.map((option) => `${inner}  ${JSON.stringify(option)}`))}`,
    `"commands": ${list(commands.map((one) => `${inner}  ${lines(one, `${inner}  `)}`))}`,
  ];
  return `{\n${members.map((member) => `${inner}${member}`).join(",\n")}\n${indent}}`;
}
