import type { HistoryProgress } from "../../queues/history";
import type { TextStream } from "../host";
import { StatusLine } from "./status-line";

/** Milliseconds between two: in a terminal the line is written over, elsewhere it is one more line of a log. */
const PAUSE = { terminal: 250, log: 10_000 };

/** How far the reading of a history is, on one line of a terminal. */
export class HistoryProgressLine {
  private shownAt: number;
  private readonly line: StatusLine;

  constructor(
    private readonly stream: TextStream,
    private readonly now: () => number = Date.now,
  ) {
    this.shownAt = now();
    this.line = new StatusLine(stream);
  }

  show({ until, events, jobs }: HistoryProgress): void {
    const { isTerminal } = this.stream;
    if (this.now() - this.shownAt < (isTerminal ? PAUSE.terminal : PAUSE.log)) return;
    this.shownAt = this.now();
    const day = new Date(until).toISOString().slice(0, 16).replace("T", " ");
    const text = `Read up to ${day}: ${count(events)} events, ${count(jobs)} jobs that have ended`;
    if (isTerminal) this.line.draw(text);
    else this.stream.write(`${text}\n`);
  }

  /** Leaves the terminal as it was. */
  end(): void {
    this.line.clear();
  }
}

const count = (value: number): string => value.toLocaleString("en-US");
