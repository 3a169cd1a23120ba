/** A log stream in CloudWatch Logs, written from inside. A log that cannot be written fails nobody's run. */
import type { InternalCalls } from "./internal-calls";

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

export class LogStream {
  constructor(
    private readonly calls: InternalCalls,
    private readonly group: string,
    private readonly stream: string,
  ) {}

  /** Makes the stream, and before it its group. */
  async create(): Promise<void> {
    await this.call("CreateLogGroup", { logGroupName: this.group });
    await this.call("CreateLogStream", this.names);
  }

  /** @param logEvents - at most 10,000, none with an empty message: PutLogEvents takes no others */
  async put(logEvents: readonly LogEvent[]): Promise<void> {
    await this.call("PutLogEvents", { ...this.names, logEvents });
  }

  private get names() {
    return { logGroupName: this.group, logStreamName: this.stream };
  }

  private async call(operation: string, body: object): Promise<void> {
    await this.calls.jsonAnswer("logs", `Logs_20140328.${operation}`, body).catch(() => undefined);
  }
}
