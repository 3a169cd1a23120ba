import type { Operation, Phase } from "../../deploy";
import { phaseTitles } from "./event-lines";
import { progressBar } from "./progress-bar";
import { duration, type Style } from "./style";

/** What goes on at this moment. */
export interface LiveState {
  /** The phase, or what else is being waited for; nothing is shown without. */
  readonly title: Phase | "embedded" | undefined;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly refreshed: number;
  readonly done: number;
  readonly total: number;
  /** Oldest first, with the time in milliseconds since the epoch at which each began. */
  readonly running: readonly { readonly operation: Operation; readonly since: number }[];
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MILLISECONDS = 120;
const BAR_WIDTH = 24;
const MOST_RUNNING = 8;
const verbs: Readonly<Record<Operation["kind"], string>> = { create: "+", update: "~", delete: "-" };

/**
 * @param now milliseconds since the epoch
 * @returns the lines at the bottom of the terminal, each shorter than the terminal is wide and fewer than it is high
 */
export function liveLines(
  state: LiveState,
  now: number,
  size: { columns: number; rows: number },
  style: Style,
): string[] {
  if (state.title === undefined) return [];
  const spinner = style.cyan(frames[Math.floor(now / FRAME_MILLISECONDS) % frames.length] ?? "");
  const title = state.title === "embedded" ? "Starting the embedded AWS" : phaseTitles[state.title];
  const elapsed = duration(Math.max(0, now - state.since) / 1000);
  if (state.title !== "apply") {
    const refreshed = state.title === "plan" && state.refreshed > 0 ? `, ${state.refreshed} refreshed` : "";
    return [`${spinner} ${title} ${style.dim(`${elapsed}${refreshed}`)}`];
  }
  const head = `${spinner} ${title} ${progressBar([{ count: state.done, mark: style.green }], state.total, BAR_WIDTH, style)} ${state.done}/${state.total} ${style.dim(elapsed)}`;
  const room = Math.max(1, Math.min(MOST_RUNNING, size.rows - 4));
  const shown = state.running.slice(0, room).map(({ operation, since }) => {
    const seconds = `${((now - since) / 1000).toFixed(0)} s`.padStart(7);
    const symbol = verbs[operation.kind];
    return style.dim(`${seconds} ${symbol} `) + shorten(operation.address, size.columns - 12);
  });
  const hidden = state.running.length - shown.length;
  return [head, ...shown, ...(hidden > 0 ? [style.dim(`        and ${hidden} more`)] : [])];
}

/** The end of an address tells more than its beginning. */
function shorten(address: string, width: number): string {
  return address.length <= width ? address : `…${address.slice(address.length - width + 1)}`;
}
