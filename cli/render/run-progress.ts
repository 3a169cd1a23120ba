import type { RunView } from "../../jobs/runs/watch-run";
import type { TextStream } from "../host";
import { jobsText, stateLine, statusLine } from "./run-lines";
import { StatusLine } from "./status-line";
import { plainText, type Style } from "./style";

/**
 * A run as it goes: a line for each state that has ended and for each change of the Batch jobs; in a terminal also one at
 * the bottom with what goes on now.
 */
export class RunProgress {
  private shown = 0;
  private jobs = "";
  private readonly line: StatusLine;

  constructor(
    private readonly stream: TextStream,
    private readonly style: Style,
    private readonly clock: () => number = Date.now,
  ) {
    this.line = new StatusLine(stream);
  }

  show(view: RunView): void {
    const { stream, style } = this;
    const now = this.clock();
    this.line.clear();
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
    this.line.clear();
  }

  private draw(view: RunView, now: number): void {
    const current = view.states[this.shown];
    if (!this.stream.isTerminal || current === undefined) return;
    this.line.draw(stateLine(current, undefined, now, plainText));
  }
}
