import type { CliEvent } from "../events";
import type { TextStream } from "../host";
import { LiveArea } from "./live-area";
import { liveLines, type LiveState } from "./live-view";
import { eventLines, type RenderOptions, RunState } from "./plain-renderer";
import type { Renderer } from "./renderer";

const REDRAW_MILLISECONDS = 120;

const nothing: LiveState = { title: undefined, since: 0, refreshed: 0, done: 0, total: 0, running: [] };

/**
 * For a terminal: what lasts goes to the log above, what goes on is drawn over and over in the last lines. Single
 * operations do not reach the log unless they fail.
 */
export class LiveRenderer implements Renderer {
  private state = nothing;
  private readonly soFar = new RunState();
  private readonly area: LiveArea;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: TextStream,
    private readonly options: RenderOptions,
    private readonly clock: () => number = Date.now,
  ) {
    this.area = new LiveArea(stream);
  }

  handle(event: CliEvent): void {
    this.state = this.next(event);
    this.soFar.note(event);
    const lines = isTransient(event) ? [] : eventLines(event, this.options, this.soFar);
    if (lines.length === 0 && this.timer !== undefined && this.state.title !== undefined) return;
    this.draw(lines);
  }

  close(): void {
    this.state = nothing;
    this.draw([]);
  }

  private next(event: CliEvent): LiveState {
    const now = this.clock();
    switch (event.type) {
      case "phase-started":
        return { ...nothing, title: event.phase, since: now };
      case "embedded-starting":
        return { ...nothing, title: "embedded", since: now };
      case "phase-finished":
      case "embedded-started":
      case "embedded-used":
        return nothing;
      case "refreshed":
        return { ...this.state, refreshed: event.count };
      case "operation-started":
      case "operation-finished": {
        const { running, done, total } = event.progress;
        const known = new Map(this.state.running.map((entry) => [keyOf(entry.operation), entry]));
        return {
          ...this.state,
          done,
          total,
          running: running.map((operation) => known.get(keyOf(operation)) ?? { operation, since: now }),
        };
      }
      default:
        return this.state;
    }
  }

  private draw(lines: readonly string[]): void {
    const live = liveLines(this.state, this.clock(), this.stream.size, this.options.style);
    const isLive = live.length > 0;
    this.area.draw(lines, live);
    if (isLive && this.timer === undefined) {
      this.timer = setInterval(() => this.draw([]), REDRAW_MILLISECONDS);
      this.timer.unref();
    }
    if (!isLive) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }
}

const keyOf = ({ kind, address }: { kind: string; address: string }) => `${kind} ${address}`;

/** Events that only change what goes on; a failure is worth a line that stays. */
function isTransient(event: CliEvent): boolean {
  if (event.type === "operation-finished") return !event.operation.failed;
  return event.type === "phase-started" || event.type === "embedded-starting";
}
