import type { LogLine } from "../../jobs/engine/logs";
import type { MonitorEvent } from "../../jobs/engine/monitor";

/** Shows a watch of jobs while it lasts. */
export interface MonitorRenderer {
  handle(event: MonitorEvent): void;
  /** Lines of the log of a job. */
  log(job: string, lines: readonly LogLine[]): void;
  /** Something that stays on the screen. */
  say(line: string): void;
  /** Leaves the terminal as it was. */
  close(): void;
}
