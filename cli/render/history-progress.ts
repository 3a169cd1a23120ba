import type { HistoryProgress } from "../../queues/history";
import type { TextStream } from "../host";

/** Milliseconds between two: in a terminal the line is written over, elsewhere it is one more line of a log. */
const PAUSE = { terminal: 250, log: 10_000 };

/** How far the reading of a history is, on one line of a terminal. */
export class HistoryProgressLine {
  private shownAt: number;
  private isShown = false;

  constructor(
    private readonly stream: TextStream,
    private readonly now: () => number = Date.now,
  ) {
    this.shownAt = now();
  }

  show({ until, events, jobs }: HistoryProgress): void {
    const { isTerminal } = this.stream;
    if (this.now() - this.shownAt < (isTerminal ? PAUSE.terminal : PAUSE.log)) return;
    this.shownAt = this.now();
    const day = new Date(until).toISOString().slice(0, 16).replace("T", " ");
    const text = `Read up to ${day}: ${count(events)} events, ${count(jobs)} jobs that have ended`;
    this.stream.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
    this.isShown = isTerminal;
  }

  /** Leaves the terminal as it was. */
  end(): void {
    if (this.isShown) this.stream.write("\r\u001b[K");
    this.isShown = false;
  }
}

const count = (value: number): string => value.toLocaleString("en-US");
