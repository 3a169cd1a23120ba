import { VCPU } from "../../aws/batch/names";
import type { EnvironmentTop, FrontTop, QueueTop, ShareTop, UnitTop, WaitingFor } from "../../queues";
import { unitWords } from "./queue-words";
import { amount, cut, duration, type Style } from "./style";

const NARROWEST_NAME = 16;
const WIDEST_NAME = 26;
const LONGEST_BAR = 24;
/** Of a name, a share or a need among the next jobs. */
const WIDEST_CELL = 40;
/** Of the numbers behind a bar: four columns. */
const NUMBERS = ["OWN", "LENT", "BORROWED", "WAITING"] as const;
const NUMBER_WIDTHS = [7, 6, 10, 9] as const;

/**
 * @param shown how many of the next jobs
 * @param now milliseconds since the epoch
 * @param columns of the terminal
 * @returns the lines of a queue at work, none longer than the terminal is wide
 */
export function queueTopLines(top: QueueTop, shown: number, now: number, columns: number, style: Style): string[] {
  const width = Math.max(60, columns);
  const name = nameWidth(top);
  const bar = barWidth(top, width - name);
  const row: RowOf = (title, unit, mark) => rowOf(cut(title, name - 1).padEnd(name), unit, bar, mark, style);
  const age = top.updatedAt === undefined ? "" : `${new Date(top.updatedAt).toISOString().slice(11, 19)} UTC`;
  const jobs = [
    ...(top.runningJobs === undefined ? [] : [`${atLeast(top.runningJobs, top.hasMoreRunning === true)} running`]),
    `${atLeast(top.waitingJobs, top.hasMoreWaiting)} waiting`,
  ];
  return [
    `${style.bold(cut(top.queue, width - 44))}   ${[top.state.toLowerCase(), ...jobs, age].filter(Boolean).join(", ")}`,
    "",
    style.dim(headings(name + bar)),
    ...top.units.map((unit) => row(unitWords[unit.unit] ?? unit.unit, unit, style.bold)),
    ...(top.environments ?? []).map((one) => environmentRow(one, row)),
    ...frontLines("next", top.shares.length > 0 ? undefined : top.front, top, now, width, style),
    ...top.shares.flatMap((share) => ["", ...shareLines(share, top, row, now, width, style)]),
    ...nextLines(top, shown, now, width, style),
    "",
    style.dim("█ own  ▒ lent  ▓ borrowed  ░ free  · waiting"),
  ].map((line) => line.trimEnd());
}

const atLeast = (count: number, hasMore: boolean) => `${count}${hasMore ? " or more" : ""}`;

const titleOf = ({ environment, state }: EnvironmentTop) =>
  `  ${environment}${state === "DISABLED" ? " (disabled)" : ""}`;

/** A compute environment: what the jobs of this queue use of it. */
function environmentRow(environment: EnvironmentTop, row: RowOf): string {
  const { vCpusInUse: own, maxvCpus } = environment;
  const unit = { unit: VCPU, own, borrowed: 0, lent: 0, waiting: 0 };
  return row(titleOf(environment), maxvCpus === undefined ? unit : { ...unit, capacity: maxvCpus }, (text) => text);
}

/** One job is next already; of more the order is of interest. */
function nextLines({ next, ...top }: QueueTop, shown: number, now: number, width: number, style: Style): string[] {
  if (next.length < 2) return [];
  const jobs = next.slice(0, shown);
  const waiting = atLeast(top.waitingJobs, top.hasMoreWaiting);
  const title = `next ${jobs.length} of ${waiting} waiting${next.length > shown ? " (--all: more)" : ""}`;
  const cells = jobs.map(({ jobId, jobName, share = "", since, needs = {} }) => [
    jobName === undefined ? jobId : `${jobName} (${jobId.slice(0, 8)})`,
    share,
    Object.entries(needs)
      .map(([unit, count]) => `${count} ${unitWords[unit] ?? unit}`)
      .join(", "),
    since === undefined ? "" : duration(Math.max(0, now - since) / 1000),
  ]);
  const digits = String(jobs.length).length;
  const widths = [0, 1, 2].map((column) =>
    Math.min(WIDEST_CELL, Math.max(...cells.map((row) => row[column]?.length ?? 0))),
  );
  const rows = cells.map((row, index) => {
    const texts = row.map((text, column) => {
      const cell = widths[column];
      return cell === undefined ? text : cut(text, cell).padEnd(cell);
    });
    return cut(`  ${String(index + 1).padStart(digits)}. ${texts.filter((text) => text !== "").join("  ")}`, width);
  });
  return ["", style.dim(title), ...rows];
}

/** A line of a name, a bar and its numbers. */
type RowOf = (title: string, unit: UnitTop, mark: (text: string) => string) => string;

function shareLines(share: ShareTop, top: QueueTop, row: RowOf, now: number, width: number, style: Style): string[] {
  const isOne = new Set(top.shares.flatMap(({ units }) => units.map(({ unit }) => unit))).size <= 1;
  const words = [
    share.strategy?.toLowerCase().replaceAll("_", " "),
    share.state === "DISABLED" ? "disabled" : undefined,
  ];
  const facts = [...words.filter((word) => word !== undefined), ...jobsOf(share)];
  const [only] = share.units;
  const head = `${style.bold(cut(share.share, width - 44))} ${style.dim(facts.join(", "))}`;
  const isShort = isOne && only !== undefined;
  const rows = isShort
    ? [row(share.share, only, style.bold), ...(facts.length === 0 ? [] : [`  ${style.dim(facts.join(", "))}`])]
    : [head, ...share.units.map((unit) => row(`  ${unit.unit}`, unit, (text) => text))];
  return [...rows, ...frontLines("front", share.front, top, now, width, style)];
}

function jobsOf({ runningJobs = 0, waitingJobs }: ShareTop): string[] {
  return [
    ...(runningJobs > 0 ? [`${amount(runningJobs, "job")} running`] : []),
    ...(waitingJobs > 0 ? [`${amount(waitingJobs, "job")} waiting`] : []),
  ];
}

function frontLines(
  word: string,
  front: FrontTop | undefined,
  { environments }: QueueTop,
  now: number,
  width: number,
  style: Style,
): string[] {
  if (front === undefined) return [];
  const since = front.since === undefined ? "" : `, for ${duration(Math.max(0, now - front.since) / 1000)}`;
  const id = front.jobName === undefined ? front.jobId : `${front.jobName} (${front.jobId.slice(0, 8)})`;
  const first = cut(`  ${word}: ${id}${since}`, width);
  const words = environments === undefined ? waitingWords : { ...waitingWords, environment: FULL };
  if (front.statusReason === undefined)
    return [first, style.dim(`    ${front.waitingFor === undefined ? "goes next" : words[front.waitingFor]}`)];
  return [first, ...wrapped(front.statusReason, width - 4).map((line) => style.yellow(`    ${line}`))];
}

const FULL = "waits until the compute environments have room";
const waitingWords: Readonly<Record<WaitingFor, string>> = {
  environment: "waits until the service environment has room",
  "own-quota": "waits until its share has room",
  "borrow-limit": "waits until its share has room: it may not borrow that much more",
  lenders: "waits until its share has room, or other shares have more to lend",
};

function headings(indent: number): string {
  return `${"".padEnd(indent)}${NUMBERS.map((word, i) => word.padStart(NUMBER_WIDTHS[i] ?? 0)).join("")}`;
}

function rowOf(name: string, unit: UnitTop, bar: number, mark: (text: string) => string, style: Style): string {
  const { own, lent, borrowed, waiting, capacity } = unit;
  const owned = capacity === undefined ? `${own}` : `${own}/${capacity}`;
  const numbers = [owned, ...[lent, borrowed, waiting].map((count) => (count === 0 ? "-" : `${count}`))];
  const cells = numbers.map((text, i) => text.padStart(NUMBER_WIDTHS[i] ?? 0)).join("");
  return `${mark(name)}${drawn(unit, bar, style)}${cells}`;
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

function nameWidth({ units, environments = [], shares }: QueueTop): number {
  const names = [...units.map(({ unit }) => unit), ...environments.map(titleOf), ...shares.map(({ share }) => share)];
  return Math.min(WIDEST_NAME, Math.max(NARROWEST_NAME, ...names.map((name) => name.length + 2)));
}

function barWidth({ units, shares }: QueueTop, columns: number): number {
  const totals = [...units, ...shares.flatMap((share) => share.units)].map(
    ({ own, borrowed, waiting, capacity = own }) => Math.max(capacity, own) + borrowed + waiting,
  );
  const room = columns - NUMBER_WIDTHS.reduce((sum, one) => sum + one, 0);
  return Math.max(8, Math.min(LONGEST_BAR, room, Math.max(8, ...totals) + 1));
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
