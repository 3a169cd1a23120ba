import type { LiveJob } from "./live-job";

/** When a run ends, if nothing comes in between. */
export interface End {
  readonly at: number;
  /** Of equal times the run that was dispatched first. */
  readonly order: number;
  readonly job: LiveJob;
  readonly run: number;
  readonly fails: boolean;
}

/** The ends of all runs, the next one first: a binary heap. */
export class Ends {
  private readonly items: End[] = [];

  get next(): End | undefined {
    return this.items[0];
  }

  add(end: End): void {
    const { items } = this;
    let i = items.length;
    items.push(end);
    while (i > 0) {
      const above = (i - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || !goesBefore(end, parent)) break;
      items[i] = parent;
      i = above;
    }
    items[i] = end;
  }

  /** Takes the next one away. */
  pop(): void {
    const { items } = this;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let i = 0;
    for (;;) {
      let below = 2 * i + 1;
      let child = items[below];
      if (child === undefined) break;
      const right = items[below + 1];
      if (right !== undefined && goesBefore(right, child)) {
        below += 1;
        child = right;
      }
      if (!goesBefore(child, last)) break;
      items[i] = child;
      i = below;
    }
    items[i] = last;
  }
}

function goesBefore(a: End, b: End): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
