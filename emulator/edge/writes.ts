/** Which calls that may change something are on their way, so that a client can be ended without losing their answers. */
import { setTimeout as sleep } from "node:timers/promises";

/** What is under way at the edge. */
export interface WritesUnderWay {
  /** Calls that may change something and have no answer yet. */
  readonly underWay: number;
  /** Milliseconds since the last one began or was answered; null: there was none. */
  readonly quietMilliseconds: number | null;
}

/** Operations that change nothing, by their names: of the API (`DescribeVpcs`, `POST /get-group`) or of HTTP. */
const READ = /^(?:(?:GET|HEAD) |(?:POST \/(?:v\d+\/)?)?(?:get|batchget|head|list|describe|lookup|search))/i;

/** @param operation - as the edge calls it: the API's name, or method and path */
export function isRead(operation: string): boolean {
  return READ.test(operation);
}

/**
 * Milliseconds and how often. A client that is told to end breaks off what it has just sent within some hundred
 * milliseconds, on a busy machine within seconds. An edge that has itself not run for a while hears of what was broken off
 * after its timers: one long pause could be over before that, many short ones are not.
 */
const HELD = { milliseconds: 100, times: 30 };
/** Milliseconds. Whoever ends a client says so again when it lets go on what was stopped for that. */
const HOLDING = 8_000;

export class Writes {
  private underWay = 0;
  private last: number | undefined;
  private holdsUntil = 0;

  /**
   * @param now - milliseconds of a clock that only goes forward
   * @param pause - resolves after some milliseconds
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly pause: (milliseconds: number) => Promise<unknown> = sleep,
  ) {}

  /**
   * A client is about to be ended: what comes in during the next seconds waits a moment, so that what it breaks off has
   * never happened, instead of having happened without anybody knowing.
   */
  hold(): void {
    this.holdsUntil = this.now() + HOLDING;
  }

  /**
   * @param isGone - whether the client has broken off
   * @returns whether the call is to be answered
   */
  async admit(operation: string, isGone: () => boolean): Promise<boolean> {
    if (isRead(operation) || this.now() >= this.holdsUntil) return true;
    for (let pauses = 0; pauses < HELD.times && !isGone(); pauses += 1) await this.pause(HELD.milliseconds);
    return !isGone();
  }

  /**
   * A call has come in.
   * @returns what to call once it has been answered
   */
  begin(operation: string): () => void {
    if (isRead(operation)) return () => undefined;
    this.move(1);
    return () => this.move(-1);
  }

  snapshot(): WritesUnderWay {
    const quietMilliseconds = this.last === undefined ? null : Math.round(this.now() - this.last);
    return { underWay: this.underWay, quietMilliseconds };
  }

  private move(by: 1 | -1): void {
    this.underWay += by;
    this.last = this.now();
  }
}
