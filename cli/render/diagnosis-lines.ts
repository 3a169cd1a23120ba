import type { Diagnosis, NamedFinding, Verdict } from "../../diagnosis";
import { oneLine, type Style } from "./style";

/** What is said first. */
const VERDICTS: Readonly<Record<Verdict, string>> = {
  "cannot-run": "cannot run",
  "would-fail": "would fail",
  failed: "failed",
  waits: "waits",
  fine: "is all right",
};
const INDENT = 10;

/**
 * A diagnosis: one line that says it all, then what was looked at, found and may be done, the likeliest first.
 *
 * @param columns of the terminal; commands are not broken, so that they can be copied
 */
export function diagnosisLines(diagnosis: Diagnosis, columns: number, style: Style): string[] {
  const { subject, verdict, findings, notLookedAt } = diagnosis;
  const [first] = findings;
  const head = `${subject} ${VERDICTS[verdict]}${first === undefined ? `: ${diagnosis.status}` : `: ${oneLine(first.found)}`}`;
  const [title = "", ...more] = wrapped(head, columns);
  const parts = findings.flatMap((finding, index) => findingLines(finding, index, columns, style));
  const missed = notLookedAt.flatMap((note) => labelled("not seen", note, columns));
  return [
    style.bold(title),
    ...more.map(style.bold),
    ...parts,
    ...(missed.length === 0 ? [] : ["", ...missed.map(style.dim)]),
  ];
}

function findingLines(finding: NamedFinding, index: number, columns: number, style: Style): string[] {
  const { verdict, rule, lookedAt, found, todo, retry, lines = [] } = finding;
  const colour = verdict === "waits" || verdict === "fine" ? style.green : style.red;
  const whole = [
    ...labelled("looked at", lookedAt, columns),
    // Of the first one it is said already.
    ...(index === 0 ? [] : labelled("found", oneLine(found), columns)),
    ...todo.flatMap((one, at) => labelled(at === 0 ? "do" : "", one, columns)),
    ...(retry === undefined ? [] : labelled("again", `to submit the same once more ${retry}`, columns)),
    ...lines.map(
      (line, at) =>
        `  ${(at === 0 ? "log" : "").padEnd(INDENT)}${style.dim(oneLine(line).slice(0, columns - INDENT - 2))}`,
    ),
  ];
  return ["", `${index + 1}. ${colour(VERDICTS[verdict])} ${style.dim(`(${rule})`)}`, ...whole];
}

function labelled(label: string, text: string, columns: number): string[] {
  const isCommand = /^(aws|dapf|docker) /.test(text);
  const parts = isCommand ? [text] : wrapped(text, columns - INDENT - 2);
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
