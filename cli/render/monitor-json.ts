import type { LogLine } from "../../jobs/engine/logs";
import type { JobState, MonitorEvent } from "../../jobs/engine/monitor";
import type { TextStream } from "../host";
import type { MonitorRenderer } from "./monitor-renderer";

/** For programs: each event as one line of JSON. */
export class JsonMonitor implements MonitorRenderer {
  constructor(private readonly stream: TextStream) {}

  handle(event: MonitorEvent): void {
    if (event.type === "changed") this.write({ type: "changed", before: event.before, ...jobJson(event.state) });
    else this.write(event);
  }

  log(jobName: string, lines: readonly LogLine[]): void {
    for (const line of lines) this.write({ type: "log", jobName, ...line });
  }

  say(message: string): void {
    this.write({ type: "message", message });
  }

  close(): void {
    // Every line stands for itself.
  }

  private write(value: object): void {
    this.stream.write(`${JSON.stringify(value)}\n`);
  }
}

/** @returns a job's state in the words of the API, times as milliseconds since 1970 */
export function jobJson({ name, id, logs, needs, array, attempts, ...state }: JobState): object {
  const log = logs.at(-1);
  return {
    jobName: name,
    jobId: id,
    ...state,
    attempts,
    ...(needs.length > 0 && { dependsOn: needs }),
    logGroup: log?.group,
    logStream: log?.stream,
    ...(array && { arraySize: array.size, statusSummary: array.byStatus }),
  };
}
