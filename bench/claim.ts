import type { Time } from "./measure";

/** One measured claim, judged. */
export interface Row {
  readonly claim: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean;
}

/** Where one process does all the work, seconds of the processor are known: then these are compared. */
type Elapsed = Pick<Time, "seconds"> & Partial<Time>;

/** Something takes at most so many units. */
interface Timed {
  readonly claim: string;
  readonly time: Elapsed;
  readonly atMost: number;
}

/** At least so many things are done in a unit. */
interface Paced {
  readonly claim: string;
  readonly count: number;
  readonly things: string;
  readonly time: Elapsed;
  readonly atLeast: number;
}

/** What a suite measured: a `Row` is about limits, ratios or memory, the others about speed. */
export type Claim = Row | Timed | Paced;

/** Judges a claim on a machine as fast as the unit says. */
export function judge(claim: Claim, unit: Time): Row {
  if ("met" in claim) return claim;
  const { seconds, cpuSeconds } = claim.time;
  const units = cpuSeconds === undefined ? seconds / unit.seconds : cpuSeconds / unit.cpuSeconds;
  if ("atMost" in claim) {
    return {
      claim: claim.claim,
      measured: `${units.toFixed(1)} units (${seconds.toFixed(2)} s)`,
      goal: `at most ${claim.atMost} units`,
      met: units <= claim.atMost,
    };
  }
  const { count, things, atLeast } = claim;
  const shown = (value: number) => Math.round(value).toLocaleString("en-US");
  return {
    claim: claim.claim,
    measured: `${shown(count / units)} ${things} a unit (${shown(count / seconds)}/s)`,
    goal: `at least ${shown(atLeast)} a unit`,
    met: count / units >= atLeast,
  };
}
