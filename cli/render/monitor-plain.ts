import type { LogLine } from "../../jobs/engine/logs";
import type { JobState, MonitorEvent } from "../../jobs/engine/monitor";
import type { TextStream } from "../host";
import { changeLine } from "./job-lines";
import type { MonitorRenderer } from "./monitor-renderer";
import type { Style } from "./style";

/** For logs and pipes: one line a change. */
export class PlainMonitor implements MonitorRenderer {
  /** Id -> the line that was written last. */
  private readonly last = new Map<string, string>();
  private isAway = false;

  constructor(
    private readonly stream: TextStream,
    private readonly style: Style,
  ) {}

  handle(event: MonitorEvent): void {
    if (event.type === "no-answer") this.away(event.reason);
    if (event.type === "looked" && event.unanswered === 0) this.isAway = false;
    if (event.type === "changed") this.changed(event.state);
  }

  /** Told once in a row. */
  private away(reason: string): void {
    if (!this.isAway) this.say(noAnswerText(reason));
    this.isAway = true;
  }

  private changed(state: JobState): void {
    const line = changeLine(state, this.style);
    if (this.last.get(state.id) !== line) this.say(line);
    this.last.set(state.id, line);
  }

  log(job: string, lines: readonly LogLine[]): void {
    this.stream.write(lines.map(({ message }) => `${job} | ${message}\n`).join(""));
  }

  say(line: string): void {
    this.stream.write(`${line}\n`);
  }

  close(): void {
    this.last.clear();
  }
}

export const noAnswerText = (reason: string): string => `AWS Batch does not answer (${reason}); going on`;
