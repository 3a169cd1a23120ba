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
    if (event.type === "no-answer") this.away(noAnswerText(event));
    if (event.type === "looked" && event.unanswered === 0) this.isAway = false;
    if (event.type === "changed") this.changed(event.state);
  }

  /** Told once in a row. */
  private away(text: string): void {
    if (!this.isAway) this.say(text);
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

/** @returns what to say while there are no answers */
export function noAnswerText({ reason, signedOut }: Extract<MonitorEvent, { readonly type: "no-answer" }>): string {
  return signedOut ? signInText(reason) : `AWS Batch does not answer (${reason}); going on`;
}

export const signInText = (reason: string): string =>
  `The session with AWS has ended (${reason}); sign in again, and this goes on`;
