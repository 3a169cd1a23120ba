/** What jobs print, in CloudWatch Logs. */
import type { InternalCalls } from "./edge/internal-calls";
import type { EdgeResponse } from "./edge/messages";

const FLUSH_MS = 300;
/** PutLogEvents takes no empty message, and at most 10,000 events a call. */
const MAX_EVENTS = 10_000;

interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/** A log stream that is written line by line, a little later than printed. It is made first, and its group unless that is there. */
export class LogStream {
  private rest = "";
  private waiting: LogEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private written: Promise<unknown>;

  constructor(
    private readonly calls: InternalCalls,
    private readonly group: string,
    private readonly stream: string,
  ) {
    this.written = this.create();
  }

  /** @param at - when it was printed, milliseconds since 1970 */
  write(text: string, at = Date.now()): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    this.add(lines, at);
  }

  /** Resolves when all that was written is in the log. */
  async end(): Promise<void> {
    this.add([this.rest], Date.now());
    this.rest = "";
    this.flush();
    await this.written;
  }

  private add(lines: readonly string[], timestamp: number): void {
    this.waiting.push(...lines.filter((message) => message !== "").map((message) => ({ timestamp, message })));
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.waiting.length > 0) {
      const logEvents = this.waiting.splice(0, MAX_EVENTS);
      this.written = this.written.then(() => this.call("PutLogEvents", { logEvents }));
    }
  }

  /** Like AWS's log drivers, it needs no permission to make a group that is there. */
  private async create(): Promise<void> {
    const made = await this.call("CreateLogStream", {});
    if (made?.status !== 400 || !made.body.includes("ResourceNotFoundException")) return;
    const logGroupName = this.group;
    await this.calls.jsonAnswer("logs", "Logs_20140328.CreateLogGroup", { logGroupName }).catch(() => undefined);
    await this.call("CreateLogStream", {});
  }

  /** A log that cannot be written, or that nobody may write, fails no job. */
  private call(operation: string, body: object): Promise<EdgeResponse | undefined> {
    const where = { logGroupName: this.group, logStreamName: this.stream };
    return this.calls.jsonAnswer("logs", `Logs_20140328.${operation}`, { ...where, ...body }).catch(() => undefined);
  }
}
