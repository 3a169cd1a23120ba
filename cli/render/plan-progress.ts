import type { Crew } from "../../planning";
import type { Host } from "../host";
import { progressBar } from "./progress-bar";
import { amount, duration, styleFor } from "./style";

const BAR = 30;
const MILLISECONDS = 200;
const CLEAR = "\r\u001b[K";

/** How far a plan is: a bar with the time left, on standard error when that is a terminal. */
export class PlanProgress {
  private timer: NodeJS.Timeout | undefined;
  private readonly isLive: boolean;
  private isDrawn = false;

  constructor(private readonly host: Pick<Host, "stderr" | "variables">) {
    this.isLive = host.stderr.isTerminal && host.variables.TERM !== "dumb" && host.variables.CI === undefined;
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
    if (this.isDrawn) this.host.stderr.write(CLEAR);
    this.isDrawn = false;
  }

  private draw(line: string): void {
    if (!this.isLive) return;
    this.isDrawn = true;
    this.host.stderr.write(`${CLEAR}${line}`);
  }
}
