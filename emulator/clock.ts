/** Time for the emulated services: the real one, or one that tests step; and what is due when. */

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /**
   * Calls back once, when that time has come or a little later. Absent: nothing happens while nobody looks at the clock.
   *
   * @param at - milliseconds since 1970
   * @returns calls it off
   */
  readonly wake?: (at: number, action: () => void) => () => void;
}

/** The longest delay of a timer, about 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time of day. What it wakes does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wake: (at, action) => {
    const timer = setTimeout(action, Math.min(Math.max(at - Date.now(), 0), LONGEST_TIMER_MS)).unref();
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is told otherwise. */
export class SteppedClock implements Clock {
  /** @param time - where it starts, milliseconds since 1970 */
  constructor(private time = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }

  /**
   * @param milliseconds - how far the clock moves on
   * @throws RangeError when that is less than 0: time never goes back
   */
  step(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError(`a clock cannot be stepped by ${milliseconds} ms`);
    this.time += milliseconds;
  }
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly action: (at: number) => void;
}

/**
 * Work that becomes due. Nothing runs by itself: whoever looks at the state calls `runUntil(clock.now())` first, and gets
 * the state as it would be had every action run at its own time. So a stepped clock and the real one behave alike. What
 * must happen although nobody looks is the business of a `Ticker`.
 */
export class Agenda {
  /** A binary heap: the entry that is due first is the root. */
  private readonly heap: Entry[] = [];
  private count = 0;

  /** @param onNext - called when what is due next has become something earlier */
  constructor(private readonly onNext: (at: number) => void = () => undefined) {}

  /** When the next action is due; undefined: never. */
  get next(): number | undefined {
    return this.heap[0]?.at;
  }

  /** @param action - gets the time it was due at, whenever it really runs */
  add(at: number, action: (at: number) => void): void {
    this.heap.push({ at, order: this.count, action });
    this.count += 1;
    this.rise(this.heap.length - 1);
    if (this.heap[0]?.order === this.count - 1) this.onNext(at);
  }

  /** Runs all that is due, earliest first, including what these actions add; equal times run in the order added. */
  runUntil(now: number): void {
    for (let due = this.heap[0]; due !== undefined && due.at <= now; due = this.heap[0]) {
      this.removeRoot();
      due.action(due.at);
    }
  }

  clear(): void {
    this.heap.length = 0;
  }

  private removeRoot(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.swapIfEarlier(index, parent)) return;
      index = parent;
    }
  }

  private sink(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.swapIfEarlier(child, index)) return;
      index = child;
    }
  }

  private isEarlier(one: number, other: number): boolean {
    const first = this.heap[one];
    const second = this.heap[other];
    if (first === undefined || second === undefined) return false;
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  }

  private swapIfEarlier(lower: number, upper: number): boolean {
    const first = this.heap[lower];
    const second = this.heap[upper];
    if (first === undefined || second === undefined || !this.isEarlier(lower, upper)) return false;
    this.heap[lower] = second;
    this.heap[upper] = first;
    return true;
  }
}
