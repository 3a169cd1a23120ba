import type { Time } from "../../../aws/time";

export interface PaceLimits {
  /** Milliseconds until the next look after something has changed. */
  readonly shortest: number;
  /** Milliseconds; no longer however long nothing changes. */
  readonly longest: number;
}

const DEFAULT_LIMITS: PaceLimits = { shortest: 500, longest: 15_000 };
const SLOWER = 1.5;
/** Many watchers that began at once shall not look at once for ever. */
const JITTER = 0.25;
/** Most of the time nobody asks, however long it takes to look at everything. */
const PAUSE_TO_LOOK = 4;

/** How long to wait between two looks at something that changes by itself. */
export class Pace {
  private pause: number;

  constructor(
    private readonly time: Pick<Time, "random">,
    private readonly limits: PaceLimits = DEFAULT_LIMITS,
  ) {
    this.pause = limits.shortest;
  }

  /**
   * @param isNews whether the last look has shown a change
   * @param took milliseconds that it took
   * @returns milliseconds until the next one
   */
  next(isNews: boolean, took = 0): number {
    const { shortest, longest } = this.limits;
    this.pause = isNews ? shortest : Math.min(this.pause * SLOWER, longest);
    const jittered = this.pause * (1 + JITTER * (2 * this.time.random() - 1));
    return Math.max(jittered, took * PAUSE_TO_LOOK);
  }
}
