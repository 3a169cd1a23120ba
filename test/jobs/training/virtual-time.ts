import type { Time } from "../../../aws/time";

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that passes only while everybody sleeps: hours of a run take no time at all. */
export class VirtualTime implements Time {
  private time = Date.UTC(2026, 0, 1);
  private count = 0;
  private sleepers: Sleeper[] = [];
  private working = 0;

  constructor(readonly random: () => number) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      this.sleepers.push({ at: this.time + milliseconds, order: (this.count += 1), wake });
    });
  }

  /** Work that takes real time, such as that of a disk: none passes here meanwhile. */
  async whileWorking<T>(work: Promise<T>): Promise<T> {
    this.working += 1;
    return work.finally(() => (this.working -= 1));
  }

  /** Lets time pass until the work is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => (isDone = true);
    work.then(done, done);
    for (;;) {
      // What is ready runs first, however many promises it goes through.
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return work;
      if (this.working === 0) this.wakeNext();
    }
  }

  private wakeNext(): void {
    const next = this.sleepers.reduce<Sleeper | undefined>(
      (first, one) =>
        first === undefined || one.at < first.at || (one.at === first.at && one.order < first.order) ? one : first,
      undefined,
    );
    if (next === undefined) return;
    this.sleepers = this.sleepers.filter((one) => one !== next);
    this.time = Math.max(this.time, next.at);
    next.wake();
  }
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
