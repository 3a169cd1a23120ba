import type { FrontTop, QueueTop, ShareTop, UnitTop } from "../../deploy/queues";
import { amount, duration, type Style } from "./style";

const NAME_WIDTH = 16;
const LONGEST_BAR = 24;
/** Of the numbers behind a bar: four columns. */
const NUMBERS = ["OWN", "LENT", "BORROWED", "WAITING"] as const;
const NUMBER_WIDTHS = [7, 6, 10, 9] as const;

/**
 * @param now milliseconds since the epoch
 * @param columns of the terminal
 * @returns the lines of a queue at work, none longer than the terminal is wide
 */
export function queueTopLines(top: QueueTop, now: number, columns: number, style: Style): string[] {
  const width = Math.max(60, columns);
  const bar = barWidth(top, width);
  const row = (name: string, unit: UnitTop, mark: (text: string) => string) => rowOf(name, unit, bar, mark, style);
  const age = top.updatedAt === undefined ? "" : `${new Date(top.updatedAt).toISOString().slice(11, 19)} UTC`;
  const jobs = `${top.waitingJobs}${top.hasMoreWaiting ? " or more" : ""}`;
  return [
    `${style.bold(top.queue)}   ${[top.state.toLowerCase(), `${jobs} waiting`, age].filter(Boolean).join(", ")}`,
    "",
    style.dim(headings(bar)),
    ...top.units.map((unit) => row(unit.unit === "NUM_INSTANCES" ? "instances" : unit.unit, unit, style.bold)),
    ...frontLines("next", top.shares.length > 0 ? undefined : top.front, now, width, style),
    ...top.shares.flatMap((share) => ["", ...shareLines(share, top, row, now, width, style)]),
    "",
    style.dim("█ own  ▒ lent  ▓ borrowed  ░ free  · waiting"),
  ].map((line) => line.trimEnd());
}

function shareLines(
  share: ShareTop,
  top: QueueTop,
  row: (name: string, unit: UnitTop, mark: (text: string) => string) => string,
  now: number,
  width: number,
  style: Style,
): string[] {
  const isOne = new Set(top.shares.flatMap(({ units }) => units.map(({ unit }) => unit))).size <= 1;
  const words = [
    share.strategy?.toLowerCase().replaceAll("_", " "),
    share.state === "DISABLED" ? "disabled" : undefined,
  ];
  const facts = [...words.filter((word) => word !== undefined), ...(share.waitingJobs > 0 ? [waits(share)] : [])];
  const [only] = share.units;
  const head = `${style.bold(share.share)} ${style.dim(facts.join(", "))}`;
  const isShort = isOne && only !== undefined && share.share.length < NAME_WIDTH;
  const rows = isShort
    ? [row(share.share, only, style.bold), ...(facts.length === 0 ? [] : [`  ${style.dim(facts.join(", "))}`])]
    : [head, ...share.units.map((unit) => row(`  ${unit.unit}`, unit, (text) => text))];
  return [...rows, ...frontLines("front", share.front, now, width, style)];
}

const waits = ({ waitingJobs }: ShareTop) => `${amount(waitingJobs, "job")} waiting`;

function frontLines(word: string, front: FrontTop | undefined, now: number, width: number, style: Style): string[] {
  if (front === undefined) return [];
  const since = front.since === undefined ? "" : `, for ${duration(Math.max(0, now - front.since) / 1000)}`;
  const id = front.jobName === undefined ? front.jobId : `${front.jobName} (${front.jobId.slice(0, 8)})`;
  const first = cut(`  ${word}: ${id}${since}`, width);
  if (front.statusReason === undefined) return [first, style.dim("    waits for capacity")];
  return [first, ...wrapped(front.statusReason, width - 4).map((line) => style.yellow(`    ${line}`))];
}

function headings(bar: number): string {
  return `${"".padEnd(NAME_WIDTH + bar)}${NUMBERS.map((word, i) => word.padStart(NUMBER_WIDTHS[i] ?? 0)).join("")}`;
}

function rowOf(name: string, unit: UnitTop, bar: number, mark: (text: string) => string, style: Style): string {
  const { own, lent, borrowed, waiting, capacity } = unit;
  const owned = capacity === undefined ? `${own}` : `${own}/${capacity}`;
  const numbers = [owned, ...[lent, borrowed, waiting].map((count) => (count === 0 ? "-" : `${count}`))];
  const cells = numbers.map((text, i) => text.padStart(NUMBER_WIDTHS[i] ?? 0)).join("");
  const shown = cut(name, NAME_WIDTH - 1).padEnd(NAME_WIDTH);
  return `${mark(shown)}${drawn(unit, bar, style)}${cells}`;
}

/** One cell an instance where there is room; else all bars are as long as they are, to scale. */
function drawn({ own, lent, borrowed, waiting, capacity = own }: UnitTop, width: number, style: Style): string {
  const free = Math.max(0, capacity - own - lent);
  const parts = [
    { count: own, sign: "█", mark: style.green },
    { count: lent, sign: "▒", mark: style.cyan },
    { count: free, sign: "░", mark: style.dim },
    { count: borrowed, sign: "▓", mark: style.yellow },
    { count: waiting, sign: "·", mark: style.dim },
  ];
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const scale = Math.min(1, (width - 1) / Math.max(1, total));
  let room = width - 1;
  const bars = parts.map(({ count, sign, mark }) => {
    const cells = Math.min(room, count === 0 ? 0 : Math.max(1, Math.round(count * scale)));
    room -= cells;
    return cells === 0 ? "" : mark(sign.repeat(cells));
  });
  return bars.join("") + " ".repeat(room + 1);
}

function barWidth({ units, shares }: QueueTop, columns: number): number {
  const totals = [...units, ...shares.flatMap((share) => share.units)].map(
    ({ own, borrowed, waiting, capacity = own }) => Math.max(capacity, own) + borrowed + waiting,
  );
  const room = columns - NAME_WIDTH - NUMBER_WIDTHS.reduce((sum, one) => sum + one, 0);
  return Math.max(8, Math.min(LONGEST_BAR, room, Math.max(8, ...totals) + 1));
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(cut(word, width));
  }
  return lines;
}
