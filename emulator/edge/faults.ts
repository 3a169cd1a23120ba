/** Faults on purpose: throttling, server errors, slow answers and answers lost after the effect, at given rates. */
import { z } from "zod";
import type { EdgeResponse } from "./messages";
import { jsonError } from "./messages";

const rate = z.number().min(0).max(1).default(0);

/** Rates are shares of the calls, 0 to 1; each is drawn on its own. */
export const faultsSchema = z.strictObject({
  /** Signing names of the services that suffer. */
  services: z.array(z.string()).default(["batch"]),
  /** Calls refused as too many, without effect. */
  throttlingRate: rate,
  /** Calls that fail with a 500, without effect. */
  serverErrorRate: rate,
  /** Calls that wait before they are looked at. */
  slowRate: rate,
  /** How long a slow call waits, in milliseconds. */
  slowMilliseconds: z.number().min(0).default(1000),
  /** Calls that take effect, and whose connection is then cut. */
  lostAnswerRate: rate,
  /** The same seed and the same order of calls give the same faults. */
  seed: z.int().default(1),
});

export type FaultOptions = z.input<typeof faultsSchema>;

/** What happens to one call. */
export interface Fault {
  readonly delayMilliseconds: number;
  /** Answered in place of the service. */
  readonly refusal: EdgeResponse | undefined;
  readonly answerLost: boolean;
}

/** Draws the faults of calls, one after the other. */
export class Faults {
  private readonly options: z.output<typeof faultsSchema>;
  private readonly random: () => number;

  /** @throws ZodError for a rate beyond 0 to 1 or an unknown member */
  constructor(options: FaultOptions) {
    this.options = faultsSchema.parse(options);
    this.random = mulberry32(this.options.seed);
  }

  /** Undefined for a call that is left alone. */
  draw(service: string): Fault | undefined {
    const { services, throttlingRate, serverErrorRate, slowRate, slowMilliseconds, lostAnswerRate } = this.options;
    if (!services.includes(service)) return undefined;
    // All four are drawn always, so that one rate does not change which calls another one hits.
    const slow = this.random() < slowRate;
    const throttled = this.random() < throttlingRate;
    const failed = this.random() < serverErrorRate;
    const lost = this.random() < lostAnswerRate;
    if (!slow && !throttled && !failed && !lost) return undefined;
    const refusal = throttled
      ? jsonError(429, "TooManyRequestsException", "Too Many Requests (fault on purpose)")
      : failed
        ? jsonError(500, "ServerException", "Internal error (fault on purpose)")
        : undefined;
    return {
      delayMilliseconds: slow ? slowMilliseconds : 0,
      refusal,
      answerLost: lost && refusal === undefined,
    };
  }
}

/** Small seedable generator of numbers from 0 to below 1 (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
