/** How to mark up text: colours in a terminal, nothing elsewhere. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

const mark = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
const none = (text: string) => text;

export const colours: Style = {
  bold: mark(1, 22),
  dim: mark(2, 22),
  red: mark(31, 39),
  green: mark(32, 39),
  yellow: mark(33, 39),
  cyan: mark(36, 39),
};

export const plainText: Style = { bold: none, dim: none, red: none, green: none, yellow: none, cyan: none };

/** @returns colours for a terminal whose user has not asked for none. Source: https://no-color.org */
export function styleFor(isTerminal: boolean, variables: NodeJS.ProcessEnv): Style {
  const refused = variables.NO_COLOR !== undefined && variables.NO_COLOR !== "";
  return isTerminal && !refused && variables.TERM !== "dumb" ? colours : plainText;
}

/** @returns `0.4 s`, `48 s`, `2 min 3 s`, `5 h 2 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** @returns `1 resource`, `2 resources`. */
export function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** @returns the text, with an ellipsis for what does not fit. @param width columns; the text has no marks yet */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

const ESCAPE = String.fromCharCode(27);
const MARKS = new RegExp(`${ESCAPE}\\[[\\d;]*m`, "g");
const CONTROLS = /\p{Cc}+/gu;

/** @returns the text as it stands in a terminal without colours */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, "");
}

/** @returns columns that a text takes, without its marks */
export function columnsOf(text: string): number {
  return withoutMarks(text).length;
}

/** @returns whether lines can be drawn over: not in a log, as those of pipelines with a terminal are */
export function isLive({ isTerminal }: { readonly isTerminal: boolean }, variables: NodeJS.ProcessEnv): boolean {
  return isTerminal && variables.TERM !== "dumb" && variables.CI === undefined;
}

/** @returns somebody else's text as one line that a terminal shows and does not obey; of a line written over, its end */
export function oneLine(text: string): string {
  const last = text.trimEnd().split("\r").at(-1) ?? "";
  return last.replace(new RegExp(`${ESCAPE}\\[[\\d;?]*[A-Za-z]`, "g"), "").replace(CONTROLS, " ");
}

/** @returns a message that may have somebody else's text in it: a terminal shows its lines and obeys none */
export function visible(message: string): string {
  return message.split("\n").map(oneLine).join("\n");
}
