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

/** @returns `0.4 s`, `48 s`, `2 min 3 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** @returns `1 resource`, `2 resources`. */
export function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
