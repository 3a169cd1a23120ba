import { isBad, isOver, type JobState } from "../../jobs/engine/monitor/job-state";
import { arrayText, colourOf, reasonOf } from "./job-lines";
import { progressBar } from "./progress-bar";
import { cut, duration, type Style } from "./style";

/** Of these there is something to see: first what needs a look, then what goes on, then what waits, by its nearness. */
const ORDER: readonly JobState["status"][] = [
  "FAILED",
  "VANISHED",
  "RUNNING",
  "STARTING",
  "RUNNABLE",
  "PENDING",
  "SUBMITTED",
  "SUCCEEDED",
];
const BAR_WIDTH = 24;
const WIDEST_NAME = 40;
const STATE_WIDTH = 9;
const TIME_WIDTH = 11;
const EXIT_WIDTH = 4;
const GAP = 2;
/** In less there are names and states alone. */
const NARROWEST = 36;
/** A reason that is cut shorter tells nothing. */
const SHORTEST_REASON = 12;
/** The line of progress, the headings, the line of those not shown, a note, and one for the cursor. */
const OTHER_LINES = 5;

/** The watched jobs as a table that fits the terminal: of thousands of jobs it costs no more than of a few. */
export class JobBoard {
  private readonly states = new Map<string, JobState>();
  private readonly byStatus = new Map<JobState["status"], Map<string, JobState>>();
  private widestName = 0;

  /** @param total how many jobs are watched */
  constructor(
    private readonly total: number,
    private readonly since: number,
  ) {}

  note(state: JobState): void {
    const before = this.states.get(state.id);
    if (before !== undefined) this.byStatus.get(before.status)?.delete(state.id);
    const group = this.byStatus.get(state.status) ?? new Map<string, JobState>();
    group.set(state.id, state);
    this.byStatus.set(state.status, group);
    this.states.set(state.id, state);
    this.widestName = Math.max(this.widestName, state.name.length);
  }

  /**
   * @param now milliseconds since 1970
   * @param size of the terminal, or of the part of it that the table may take
   * @param note stands below the bar
   * @returns lines shorter than the terminal is wide, and fewer than it is high
   */
  lines(now: number, size: { columns: number; rows: number }, style: Style, note?: string): string[] {
    const width = size.columns - 1;
    const shown = this.shown(Math.max(1, size.rows - OTHER_LINES));
    const layout = layoutFor(width, this.widestName);
    return [
      this.progress(now, width, style),
      ...(note === undefined ? [] : [style.yellow(cut(note, width))]),
      style.dim(rowOf(["NAME", "STATE", "TIME", "EXIT", "REASON"], layout)),
      ...shown.map((state) => rowOf(cellsOf(state, now), layout, colourOf(state.status, style))),
      ...this.hidden(shown, width, style),
    ];
  }

  private count(status: JobState["status"]): number {
    return this.byStatus.get(status)?.size ?? 0;
  }

  /** Failed jobs leave half of the room to those that go on. */
  private shown(room: number): JobState[] {
    const failed = this.count("FAILED") + this.count("VANISHED");
    const others = this.states.size - failed;
    const roomForFailed = Math.max(Math.ceil(room / 2), room - others);
    const shown: JobState[] = [];
    for (const status of ORDER) {
      const limit = isBad({ status }) ? roomForFailed : room;
      for (const state of this.byStatus.get(status)?.values() ?? []) {
        if (shown.length >= limit) break;
        shown.push(state);
      }
    }
    return shown;
  }

  private progress(now: number, width: number, style: Style): string {
    const failed = this.count("FAILED") + this.count("VANISHED");
    const succeeded = this.count("SUCCEEDED");
    const running = this.count("RUNNING") + this.count("STARTING");
    const counts = [
      `${succeeded + failed}/${this.total}`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(running > 0 ? [`${running} running`] : []),
    ].join(", ");
    const text = `${counts}, ${duration(Math.max(0, now - this.since) / 1000)}`;
    const bar = Math.max(0, Math.min(BAR_WIDTH, width - text.length - 1));
    const parts = [
      { count: succeeded, mark: style.green },
      { count: failed, mark: style.red },
    ];
    return bar < 4 ? cut(text, width) : `${progressBar(parts, this.total, bar, style)} ${text}`;
  }

  private hidden(shown: readonly JobState[], width: number, style: Style): string[] {
    const visible = new Map<JobState["status"], number>();
    for (const { status } of shown) visible.set(status, (visible.get(status) ?? 0) + 1);
    const counts = ORDER.flatMap((status) => {
      const count = this.count(status) - (visible.get(status) ?? 0);
      return count > 0 ? [`${count} ${status}`] : [];
    });
    const unseen = this.total - this.states.size;
    const more = [...counts, ...(unseen > 0 ? [`${unseen} not looked at yet`] : [])];
    return more.length === 0 ? [] : [style.dim(cut(`and ${more.join(", ")}`, width))];
  }
}

/** @returns how long a job has been running, or has waited until now; milliseconds */
export function timeOf(
  state: Pick<JobState, "status" | "createdAt" | "startedAt" | "stoppedAt">,
  now: number,
): number | undefined {
  const { createdAt, startedAt, stoppedAt } = state;
  if (isOver(state)) return startedAt === undefined || stoppedAt === undefined ? undefined : stoppedAt - startedAt;
  const since = state.status === "RUNNING" ? startedAt : createdAt;
  return since === undefined ? undefined : Math.max(0, now - since);
}

/** Widths of the columns, 0 of those that have no room. */
interface Layout {
  readonly name: number;
  readonly time: number;
  readonly exit: number;
  readonly reason: number;
}

function layoutFor(width: number, widestName: number): Layout {
  const isNarrow = width < NARROWEST;
  const [time, exit] = isNarrow ? [0, 0] : [TIME_WIDTH, EXIT_WIDTH];
  const others = STATE_WIDTH + GAP + (isNarrow ? 0 : time + exit + 2 * GAP);
  const name = Math.max(4, Math.min(widestName, WIDEST_NAME, width - others));
  const rest = width - name - others - GAP;
  return { name, time, exit, reason: rest < SHORTEST_REASON ? 0 : rest };
}

function cellsOf(state: JobState, now: number): string[] {
  const { status, exitCode, array } = state;
  const time = timeOf(state, now);
  return [
    state.name,
    status,
    time === undefined ? "" : duration(time / 1000),
    isOver(state) && exitCode !== undefined ? String(exitCode) : "",
    array === undefined ? reasonOf(state) : `${arrayText(array)}  ${reasonOf(state)}`.trimEnd(),
  ];
}

function rowOf(
  [title = "", state = "", time = "", exit = "", reason = ""]: readonly string[],
  layout: Layout,
  mark: (text: string) => string = (text) => text,
): string {
  const cells = [cut(title, layout.name).padEnd(layout.name), mark(state.padEnd(STATE_WIDTH))];
  if (layout.time > 0) cells.push(time.padStart(layout.time), exit.padStart(layout.exit));
  if (layout.reason > 0) cells.push(cut(reason, layout.reason));
  return cells.join(" ".repeat(GAP)).trimEnd();
}
