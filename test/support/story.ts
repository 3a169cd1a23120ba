/** A page of docs/ as what somebody does who follows it. */

/** A call of the AWS CLI, as the API has it. */
export interface AwsCall {
  readonly service: string;
  /** In Pascal case, as the names of the parameters. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** One thing to do. */
export type Step = { readonly title: string } & (
  | {
      readonly kind: "command";
      /** Of dapf. */
      readonly words: readonly string[];
      /** What the page says that it prints; undefined when it says nothing. */
      readonly output: RegExp | undefined;
      readonly fails: boolean;
    }
  | ({ readonly kind: "aws" } & AwsCall)
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "change"; readonly lines: readonly { readonly before: string; readonly after: string }[] }
);

/**
 * Reads the blocks of a page: `console` with commands and what they print, `diff` with lines to change, and blocks behind a line
 * that ends in the name of a file. In what is printed `...` stands for any text, and alone in a line for any lines.
 */
export function storyOf(page: string): Step[] {
  return [...page.matchAll(/(?:`([\w.-]+)`:\n\n)?```(\w+)\n([\s\S]*?)```/g)].flatMap(
    ([, name, language, text = ""]) => {
      if (language === "console") return commandsIn(text);
      if (language === "diff") return [{ kind: "change", title: "the change", lines: changesIn(text) } as const];
      return name === undefined ? [] : [{ kind: "file", title: `${name} is written`, name, text } as const];
    },
  );
}

function commandsIn(text: string): Step[] {
  return text.split(/^\$ /m).flatMap((part): Step[] => {
    const [title = "", ...output] = part.trimEnd().split("\n");
    const [program, ...words] = wordsOf(title);
    if (program === undefined) return [];
    if (program === "aws") return [{ kind: "aws", title, ...callOf(words) }];
    const fails = output[0]?.startsWith("dapf: ") === true;
    const said = output.length === 0 ? undefined : patternOf(output);
    return [{ kind: "command", title, words: words.slice(1), output: said, fails }];
  });
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare = ""]) => quoted ?? bare);

/** `iam create-role --role-name a`: CreateRole with RoleName. */
function callOf([service = "", operation = "", ...options]: readonly string[]): AwsCall {
  const named = options.flatMap((option, index): [string, string][] =>
    option.startsWith("--") ? [[pascal(option.slice(2)), options[index + 1] ?? ""]] : [],
  );
  return { service, action: pascal(operation), parameters: Object.fromEntries(named) };
}

const pascal = (text: string) => text.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

function patternOf(lines: readonly string[]): RegExp {
  const patterns = lines.map((line) => {
    if (line === "...") return "(?:.*\\n)*?";
    const escaped = line.replaceAll(/\s+/g, " ").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return `${escaped.replaceAll(/ ?\\\.\\\.\\\./g, ".*")}\\n`;
  });
  return new RegExp(`^${patterns.join("")}$`);
}

function changesIn(text: string) {
  const [removed, added] = ["-", "+"].map((mark) =>
    text.split("\n").flatMap((line) => (line.startsWith(mark) ? [line.slice(1).trim()] : [])),
  );
  return (removed ?? []).map((before, index) => ({ before, after: added?.[index] ?? "" }));
}
