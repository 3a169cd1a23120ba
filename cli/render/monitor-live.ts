import type { LogLine } from "../../jobs/engine/logs";
import type { MonitorEvent } from "../../jobs/engine/monitor";
import type { TextStream } from "../host";
import { JobBoard } from "./job-board";
import { LiveArea } from "./live-area";
import { noAnswerText } from "./monitor-plain";
import type { MonitorRenderer } from "./monitor-renderer";
import { oneLine, type Style } from "./style";

/** Times are shown in seconds. */
const REDRAW_MILLISECONDS = 1000;

/** For a terminal: a table that is drawn over and over; what a job logs goes by above it. */
export class LiveMonitor implements MonitorRenderer {
  private readonly board: JobBoard;
  private readonly area: LiveArea;
  private readonly timer: NodeJS.Timeout;
  private note: string | undefined;

  /**
   * @param total how many jobs are watched
   * @param hasLog whether the log of a job goes by, too: then half of the terminal is its
   */
  constructor(
    private readonly stream: TextStream,
    private readonly style: Style,
    total: number,
    private readonly hasLog: boolean,
    private readonly clock: () => number = Date.now,
  ) {
    this.board = new JobBoard(total, clock());
    this.area = new LiveArea(stream);
    this.timer = setInterval(() => this.draw(), REDRAW_MILLISECONDS);
    this.draw();
  }

  handle(event: MonitorEvent): void {
    if (event.type === "changed") {
      // Of a look at thousands of jobs its end is soon enough.
      this.board.note(event.state);
      return;
    }
    if (event.type === "no-answer") this.note = noAnswerText(event);
    else if (event.unanswered === 0) this.note = undefined;
    this.draw();
  }

  log(job: string, lines: readonly LogLine[]): void {
    this.draw(lines.map(({ message }) => `${this.style.dim(`${job} |`)} ${oneLine(message)}`));
  }

  say(line: string): void {
    this.draw([line]);
  }

  close(): void {
    clearInterval(this.timer);
    this.area.draw([], []);
  }

  private draw(above: readonly string[] = []): void {
    const { columns, rows } = this.stream.size;
    const size = { columns, rows: this.hasLog ? Math.ceil(rows / 2) : rows };
    this.area.draw(above, this.board.lines(this.clock(), size, this.style, this.note));
  }
}
