/** A process that can be killed at any of its awaits, as SIGKILL does: nothing of it goes on after that. */
import type { Journal } from "../../../jobs/engine/journal";
import type { Time } from "../../../aws/time";

export class Mortal {
  private steps = 0;
  private kill: () => void = () => undefined;
  readonly killed = new Promise<"killed">((resolve) => (this.kill = () => resolve("killed")));

  /** @param lifetime how many steps it does */
  constructor(private readonly lifetime: number) {}

  /** Each awaited thing that a process does is two steps: it may die before it happens, and after. */
  async live<T>(act: () => Promise<T>): Promise<T> {
    await this.step();
    try {
      return await act();
    } finally {
      await this.step();
    }
  }

  time(time: Time): Time {
    return { ...time, sleep: (milliseconds) => this.live(() => time.sleep(milliseconds)) };
  }

  journal(journal: Journal): Journal {
    return { ...journal, append: (record) => this.live(() => journal.append(record)) };
  }

  /** @returns the same functions, of this process */
  calls<T extends object>(calls: T): T {
    return new Proxy(calls, {
      get: (target, key) => {
        const call: unknown = Reflect.get(target, key);
        if (typeof call !== "function") return call;
        return (...args: unknown[]) => this.live(async () => (await Reflect.apply(call, target, args)) as unknown);
      },
    });
  }

  private step(): Promise<void> {
    this.steps += 1;
    if (this.steps < this.lifetime) return Promise.resolve();
    this.kill();
    return new Promise(() => undefined);
  }
}

/** Time that passes when all that can happen has happened: whoever sleeps shortest wakes first, at once. */
export function virtualTime(random: () => number): Time {
  let now = Date.UTC(2026, 0, 1);
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const pass = () => {
    const next = sleepers.shift();
    if (next === undefined) return;
    now = Math.max(now, next.at);
    next.wake();
  };
  return {
    now: () => now,
    random,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        const at = now + milliseconds;
        const place = sleepers.findIndex((other) => other.at > at);
        sleepers.splice(place < 0 ? sleepers.length : place, 0, { at, wake });
        setImmediate(pass);
      }),
  };
}

/** Chance that is the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
