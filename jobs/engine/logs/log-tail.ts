import type { LogLocation } from "./log-location";
import type { LogLine, LogReader } from "./log-reader";

/** Reads a stream as it grows. */
export class LogTail {
  private next: string | undefined;

  constructor(
    private readonly reader: LogReader,
    readonly place: LogLocation,
  ) {}

  /** @returns what was written since the last time, all of it; in the beginning what is there */
  async more(): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for (;;) {
      const page = await this.reader.read(this.place, this.next);
      if (page === undefined) return lines;
      lines.push(...page.lines);
      const isEnd = page.next === undefined || page.next === this.next;
      this.next = page.next ?? this.next;
      if (isEnd) return lines;
    }
  }
}
