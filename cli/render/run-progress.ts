import type { RunView } from "../../jobs/runs/watch-run";
import type { TextStream } from "../host";
import { jobsText, stateLine, statusLine } from "./run-lines";
import type { Style } from "./style";

const CLEAR_LINE = "\r\u001b[K";

/**
 * A run as it goes: a line for each state that has ended and for each change of the Batch jobs; in a terminal also one at
 * the bottom with what goes on now.
 */
export class RunProgress {
  private shown = 0;
  private jobs = "";
  private isDrawn = false;

  constructor(
    private readonly stream: TextStream,
    private readonly style: Style,
    private readonly clock: () => number = Date.now,
  ) {}

  show(view: RunView): void {
    const { stream, style } = this;
    const now = this.clock();
    this.clear();
    const isOver = view.status !== "RUNNING";
    while (this.shown < view.states.length) {
      const visit = view.states[this.shown];
      if (visit === undefined || (visit.leftAt === undefined && !isOver)) break;
      stream.write(`${stateLine(visit, view.endedAt, now, style)}\n`);
      this.shown += 1;
    }
    const jobs = jobsText(view.jobs);
    if (jobs !== this.jobs) stream.write(`  ${style.dim(jobs)}\n`);
    this.jobs = jobs;
    if (isOver) stream.write(`${statusLine(view, now, style)}\n`);
    else this.draw(view, now);
  }

  close(): void {
    this.clear();
  }

  private draw(view: RunView, now: number): void {
    const current = view.states[this.shown];
    if (!this.stream.isTerminal || current === undefined) return;
    const { columns } = this.stream.size;
    // Marks take no room on the screen: a line with colours is cut by its plain form.
    const plain = stateLine(current, undefined, now, { ...this.style, dim: same, cyan: same, red: same, green: same });
    this.stream.write(plain.slice(0, columns - 1));
    this.isDrawn = true;
  }

  private clear(): void {
    if (this.isDrawn) this.stream.write(CLEAR_LINE);
    this.isDrawn = false;
  }
}

const same = (text: string) => text;
