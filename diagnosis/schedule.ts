/** When a job of a queue will go, if those before it end when they are expected to. */
export interface Demand {
  readonly vcpus: number;
}

export interface Busy extends Demand {
  /** When it ends, milliseconds since 1970. */
  readonly endsAt: number;
}

export interface Next extends Demand {
  /** How long it will run, milliseconds. */
  readonly lasts: number;
}

/**
 * Lets the jobs before it go one after the other, each as soon as there is room.
 *
 * @param vcpus that the environments may have in all
 * @returns when the job would go; undefined when it never has room
 */
export function startOf(
  now: number,
  vcpus: number,
  running: readonly Busy[],
  before: readonly Next[],
  job: Demand,
): number | undefined {
  const ends = running.map((one) => ({ ...one }));
  let at = now;
  for (const next of [...before, { ...job, lasts: 0 }]) {
    ends.sort((one, other) => one.endsAt - other.endsAt);
    let free = vcpus - ends.reduce((sum, one) => sum + one.vcpus, 0);
    while (free < next.vcpus) {
      const ended = ends.shift();
      if (ended === undefined) return undefined;
      at = Math.max(at, ended.endsAt);
      free += ended.vcpus;
    }
    ends.push({ vcpus: next.vcpus, endsAt: at + next.lasts });
  }
  return at;
}

/** @returns the middle one; of an even number the lower one of both @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
