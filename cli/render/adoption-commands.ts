import type { AdoptionStep } from "../../deploy";
import { shellWord } from "../../errors/shell-word";
import type { Style } from "./style";

const purposes: Readonly<Record<AdoptionStep["purpose"], string>> = {
  backup: "Back up the state",
  "hand-over": "Give it to dapf",
  keep: "Take out what dapf does not know (nothing happens to it in the account)",
  plan: "Look once more, now at the live account",
  deploy: "Adopt",
};

/** @returns the commands that adopt an environment, numbered and ready to be pasted. */
export function commandLines(steps: readonly AdoptionStep[], style: Style): string[] {
  const blocks = steps.flatMap(({ purpose, commands }, index) => [
    `${index + 1}. ${purposes[purpose]}:`,
    ...commands.flatMap(({ words, output }) => {
      const target = output === undefined ? [] : [">", shellWord(output)];
      return wrapped([...words.map(shellWord), ...target]).map((line) => `     ${style.bold(line)}`);
    }),
  ]);
  return ["", "The commands that adopt it, from this folder:", ...blocks, "The way back is in docs/adoption.md."];
}

const WIDTH = 110;

/** One word a line, continued, when all do not fit into one. */
function wrapped(words: readonly string[]): string[] {
  const line = words.join(" ");
  if (line.length <= WIDTH) return [line];
  const [first = "", ...rest] = withFlags(words);
  return [first, ...rest.map((word) => `  ${word}`)].map((text, index) =>
    index === rest.length ? text : `${text} \\`,
  );
}

/** The command and its flags stay in one line; what they are about begins after the last flag. */
function withFlags(words: readonly string[]): string[] {
  const last = words.findLastIndex((word) => word.startsWith("-"));
  const head = Math.max(last + 1, 3);
  return [words.slice(0, head).join(" "), ...words.slice(head)];
}
