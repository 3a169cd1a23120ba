import type { Diagnosis, NamedFinding, Verdict } from "../../diagnosis";
import { commandLines, isCommand } from "./command-lines";
import { oneLine, type Style } from "./style";

/** What is said first. */
const VERDICTS: Readonly<Record<Verdict, string>> = {
  "cannot-run": "cannot run",
  "would-fail": "would fail",
  failed: "failed",
  waits: "waits",
  fine: "all right",
};
const INDENT = 10;

/**
 * A diagnosis: a line that says it all, one that says of what, and then what was looked at, found and may be done, the likeliest
 * first.
 *
 * @param columns of the terminal; commands go on in the next line as a shell lets them, so that they can be copied
 */
export function diagnosisLines(diagnosis: Diagnosis, columns: number, style: Style): string[] {
  const { subject, status, verdict, findings, notLookedAt } = diagnosis;
  const [first] = findings;
  const head = first === undefined ? VERDICTS[verdict] : `${VERDICTS[verdict]}: ${oneLine(first.found)}`;
  const parts = findings.flatMap((finding, index) => findingLines(finding, index, columns, style));
  const missed = notLookedAt.flatMap((note) => labelled("not seen", note, columns));
  return [
    ...wrapped(head, columns).map(style.bold),
    ...wrapped(status === "" ? subject : `${subject}, ${status}`, columns),
    ...parts,
    ...(missed.length === 0 ? [] : ["", ...missed.map(style.dim)]),
  ];
}

function findingLines(finding: NamedFinding, index: number, columns: number, style: Style): string[] {
  const { verdict, rule, lookedAt, found, details = [], todo, retry, lines = [] } = finding;
  const colour = verdict === "waits" || verdict === "fine" ? style.green : style.red;
  // Of the first one it is said already.
  const facts = index === 0 ? details : [found, ...details];
  const whole = [
    ...labelled("looked at", lookedAt, columns),
    ...listedUnder("found", facts.map(oneLine), columns),
    ...listedUnder("do", todo, columns),
    ...(retry === undefined ? [] : labelled("again", `to submit the same once more ${retry}`, columns)),
    ...lines.map(
      (line, at) =>
        `  ${(at === 0 ? "log" : "").padEnd(INDENT)}${style.dim(oneLine(line).slice(0, columns - INDENT - 2))}`,
    ),
  ];
  return ["", `${index + 1}. ${colour(VERDICTS[verdict])} ${style.dim(`(${rule})`)}`, ...whole];
}

const listedUnder = (label: string, texts: readonly string[], columns: number): string[] =>
  texts.flatMap((text, at) => labelled(at === 0 ? label : "", text, columns));

function labelled(label: string, text: string, columns: number): string[] {
  const width = columns - INDENT - 2;
  const parts = isCommand(text) ? commandLines(text, width) : wrapped(text, width);
  return parts.map((part, at) => `  ${(at === 0 ? label : "").padEnd(INDENT)}${part}`);
}

/** Breaks a text between its words; a word that is longer than a line stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
