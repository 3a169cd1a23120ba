/** Faults on purpose: throttling, server errors, slow answers and answers lost after the effect, at given rates. */
import { z } from "zod";
import { FaultOptionsError } from "../errors";
import type { Refusal } from "./fault-answers";

/** A minute: clients have given up long before. */
const LONGEST_MS = 60_000;

const rate = z.number().min(0).max(1).default(0);

/** Stands for every service. */
const ALL = "all";

/** Rates are shares of the calls, 0 to 1; each is drawn on its own. */
const faultsSchema = z.strictObject({
  /** Signing names of the services that suffer, or "all". */
  services: z
    .array(z.string().regex(/^[a-z0-9-]+$/))
    .min(1)
    .default(["batch"]),
  /** Calls refused as too many, without effect. */
  throttlingRate: rate,
  /** Calls that fail with a 500, without effect. */
  serverErrorRate: rate,
  /** Calls that wait before they are looked at. */
  slowRate: rate,
  /** How long a slow call waits, in milliseconds. */
  slowMilliseconds: z.number().min(0).max(LONGEST_MS).default(1000),
  /** Calls that take effect, and whose connection is then cut. */
  lostAnswerRate: rate,
  /** The same seed and the same order of calls give the same faults. */
  seed: z.int().default(1),
});

export type FaultOptions = z.input<typeof faultsSchema>;
type Checked = z.output<typeof faultsSchema>;

const A_RATE = "a number from 0 to 1";
/** What each option can be, for people. */
const ALLOWED = new Map<string, string>(
  Object.entries({
    services: 'signing names of services, such as batch and s3, or "all"',
    throttlingRate: A_RATE,
    serverErrorRate: A_RATE,
    slowRate: A_RATE,
    slowMilliseconds: `a number from 0 to ${LONGEST_MS}`,
    lostAnswerRate: A_RATE,
    seed: "a whole number",
  } satisfies Record<keyof Checked, string>),
);

/** @throws FaultOptionsError naming the first option that is wrong */
export function checkedFaults(options: object): Checked {
  const { data, error } = faultsSchema.safeParse(options);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const name = String(issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0]);
  throw new FaultOptionsError(name, Reflect.get(options, name), ALLOWED.get(name), [...ALLOWED.keys()]);
}

/** What happens to one call. */
export interface Fault {
  readonly delayMilliseconds: number;
  /** Refused in place of the service. */
  readonly refusal: Refusal | undefined;
  readonly answerLost: boolean;
}

/** Draws the faults of calls, one after the other. */
export class Faults {
  private readonly options: Checked;
  private readonly random: () => number;

  /** @throws FaultOptionsError for a rate beyond 0 to 1 or an unknown member */
  constructor(options: FaultOptions) {
    this.options = checkedFaults(options);
    this.random = mulberry32(this.options.seed);
  }

  /** Undefined for a call that is left alone. */
  draw(service: string): Fault | undefined {
    const { services, throttlingRate, serverErrorRate, slowRate, slowMilliseconds, lostAnswerRate } = this.options;
    if (!services.includes(service) && !services.includes(ALL)) return undefined;
    // All four are drawn always, so that one rate does not change which calls another one hits.
    const slow = this.random() < slowRate;
    const throttled = this.random() < throttlingRate;
    const failed = this.random() < serverErrorRate;
    const lost = this.random() < lostAnswerRate;
    if (!slow && !throttled && !failed && !lost) return undefined;
    const refusal = throttled ? "throttled" : failed ? "failed" : undefined;
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
