/** What a run prints, in CloudWatch Logs. */
import type { LogEvent, LogStream } from "../edge/log-stream";

const FLUSH_MS = 300;
/** PutLogEvents takes no empty message, and at most 10,000 events a call. */
const MAX_EVENTS = 10_000;

/** A log stream that is written line by line, a little later than printed. Its group and itself are made first. */
export class RunLog {
  private rest = "";
  private waiting: LogEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private written: Promise<unknown>;

  constructor(private readonly stream: LogStream) {
    this.written = stream.create();
  }

  write(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    this.add(lines);
  }

  /** Resolves when all that was written is in the log. */
  async end(): Promise<void> {
    this.add([this.rest]);
    this.rest = "";
    this.flush();
    await this.written;
  }

  private add(lines: readonly string[]): void {
    const timestamp = Date.now();
    this.waiting.push(...lines.filter((message) => message !== "").map((message) => ({ timestamp, message })));
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.waiting.length > 0) {
      const logEvents = this.waiting.splice(0, MAX_EVENTS);
      this.written = this.written.then(() => this.stream.put(logEvents));
    }
  }
}
