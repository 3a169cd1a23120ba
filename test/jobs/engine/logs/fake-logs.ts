import type { LogLine, LogPage, LogLocation, LogReader } from "../../../../jobs/engine/logs";

/** CloudWatch Logs in memory: streams that grow, read page by page. */
export class FakeLogs implements LogReader {
  reads = 0;
  private readonly lines = new Map<string, LogLine[]>();

  constructor(private readonly pageSize = 2) {}

  write(stream: string, ...messages: readonly string[]): void {
    const lines = this.lines.get(stream) ?? [];
    lines.push(...messages.map((message, index) => ({ at: lines.length + index, message })));
    this.lines.set(stream, lines);
  }

  read({ stream }: LogLocation, from: string | undefined): Promise<LogPage | undefined> {
    this.reads += 1;
    const lines = this.lines.get(stream);
    if (lines === undefined) return Promise.resolve(undefined);
    const start = Number(from ?? 0);
    const page = lines.slice(start, start + this.pageSize);
    // As CloudWatch Logs does: behind the last line the token stays as it is.
    return Promise.resolve({ lines: page, next: String(start + page.length) });
  }

  streams(_group: string, prefix: string): Promise<string[]> {
    return Promise.resolve([...this.lines.keys()].filter((name) => name.startsWith(prefix)));
  }

  close(): void {
    this.lines.clear();
  }
}
