import type { Crew } from "../../planning";
import type { Host } from "../host";
import { progressBar } from "./progress-bar";
import { StatusLine } from "./status-line";
import { amount, duration, isLive, styleFor } from "./style";

const BAR = 30;
const MILLISECONDS = 200;

/** How far a plan is: a bar with the time left, on standard error when that is a terminal. */
export class PlanProgress {
  private timer: NodeJS.Timeout | undefined;
  private readonly isLive: boolean;
  private readonly line: StatusLine;

  constructor(private readonly host: Pick<Host, "stderr" | "variables">) {
    this.isLive = isLive(host.stderr, host.variables);
    this.line = new StatusLine(host.stderr);
  }

  reading(jobs: number): void {
    this.draw(`Reading: ${amount(jobs, "job")}`);
  }

  /** Draws how far the replays of a crew are, until `end`. */
  follow(crew: Crew): void {
    if (!this.isLive) return;
    const started = performance.now();
    this.timer = setInterval(() => {
      const { passed, asked } = crew;
      const seconds = (performance.now() - started) / 1000;
      const left = passed === 0 ? "" : `, ${duration((seconds * (asked - passed)) / passed)} left`;
      const style = styleFor(true, this.host.variables);
      const bar = progressBar([{ count: passed, mark: style.green }], asked, BAR, style);
      this.draw(`Replaying ${bar} ${amount(passed, "job")} of ${asked.toLocaleString("en-US")}${left}`);
    }, MILLISECONDS);
  }

  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.line.clear();
  }

  private draw(line: string): void {
    if (this.isLive) this.line.draw(line);
  }
}
