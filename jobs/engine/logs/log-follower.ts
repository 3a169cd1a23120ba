import { Pace } from "../rate";
import { type LogLocation } from "./log-location";
import { realTime, type Time } from "../../../aws/time";
import type { LogLine, LogReader } from "./log-reader";
import { LogTail } from "./log-tail";

export interface FollowerOptions {
  readonly reader: LogReader;
  readonly signal: AbortSignal;
  readonly onLines: (lines: readonly LogLine[]) => void;
  /** Milliseconds without a new line after the job's end, after which its log is complete. @default 3 s */
  readonly settle?: number;
  readonly time?: Time;
}

// CloudWatch Logs shows a line some seconds after it was written.
const SETTLE = 3000;
const LIMITS = { shortest: 500, longest: 5000 };

/** Reads what the attempts of a job write while it runs, one after the other, and drains the last one at its end. */
export class LogFollower {
  private readonly places: LogLocation[] = [];
  private readonly time: Time;
  private isOver = false;

  constructor(private readonly options: FollowerOptions) {
    this.time = options.time ?? realTime;
  }

  /** @param places where the attempts write that are known by now, the latest one last */
  note(places: readonly LogLocation[], isOver: boolean): void {
    const known = new Set(this.places.map(({ group, stream }) => `${group} ${stream}`));
    this.places.push(...places.filter(({ group, stream }) => !known.has(`${group} ${stream}`)));
    this.isOver ||= isOver;
  }

  /** Nothing more will be noted. */
  end(): void {
    this.isOver = true;
  }

  /** Resolves when the job is over and all of its log is read, or the signal aborts. */
  async run(): Promise<void> {
    const { reader, signal, onLines, settle = SETTLE } = this.options;
    const pace = new Pace(this.time, LIMITS);
    let index = 0;
    let tail: LogTail | undefined;
    let quietSince: number | undefined;
    while (!signal.aborted) {
      const place = this.places[index];
      if (place !== undefined && tail?.place !== place) tail = new LogTail(reader, place);
      const wasOver = this.isOver || index < this.places.length - 1;
      const lines = (await tail?.more()) ?? [];
      if (signal.aborted) return;
      if (lines.length > 0) onLines(lines);
      const now = this.time.now();
      quietSince = !wasOver || lines.length > 0 ? undefined : (quietSince ?? now);
      const isDrained = quietSince !== undefined && now - quietSince >= (tail === undefined ? 0 : settle);
      if (isDrained && index >= this.places.length - 1) return;
      if (isDrained) {
        index += 1;
        quietSince = undefined;
        continue;
      }
      await this.time.sleep(wasOver ? Math.min(settle, LIMITS.shortest) : pace.next(lines.length > 0), signal);
    }
  }
}
