/** How the page says numbers. A number and its unit stay in one line on paper, too. */
const SPACE = "\u00a0";

export function count(value: number): string {
  return value.toLocaleString("en-US");
}

export function hours(value: number): string {
  return `${value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 })}${SPACE}h`;
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(part < 0.1 ? 1 : 0)}${SPACE}%`;
}

export function capitalised(word: string): string {
  // vCPUs is written so everywhere.
  return word.startsWith("vCPU") ? word : `${word[0]?.toUpperCase() ?? ""}${word.slice(1)}`;
}

const UNITS = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
] as const;

/** @returns `12 s`, `3.5 min`, `1.2 d` */
export function time(seconds: number): string {
  if (!Number.isFinite(seconds)) return "for ever";
  const [unit, name] = UNITS.find(([size]) => seconds >= size) ?? [1, "s"];
  const value = seconds / unit;
  return `${value.toFixed(value < 10 && value % 1 !== 0 ? 1 : 0)}${SPACE}${name}`;
}

/** @returns `2017-10-09 07:01` */
export function moment(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
