import type { Job } from "./job";
import type { Line } from "./line";
import type { Position } from "./picture";

interface Lined {
  readonly line: Line<Job>;
}

/** The job that is next in its line. */
interface Head<L extends Lined> {
  readonly of: L;
  readonly job: Job;
}

/**
 * The first jobs of several lines together; `count` at most.
 *
 * @param before whether one head goes before another
 * @param went called with each job before the next one is looked for
 */
export function mergedLines<L extends Lined>(
  lines: readonly L[],
  count: number,
  before: (a: Head<L>, b: Head<L>) => boolean,
  went?: (head: Head<L>) => unknown,
): Position[] {
  const open = lines.map((of) => ({ of, jobs: of.line.first(count), next: 0 }));
  const found: Position[] = [];
  while (found.length < count) {
    let best: (Head<L> & { entry: (typeof open)[number] }) | undefined;
    for (const entry of open) {
      const job = entry.jobs[entry.next];
      if (job === undefined) continue;
      const head = { of: entry.of, job, entry };
      if (best === undefined || before(head, best)) best = head;
    }
    if (best === undefined) break;
    best.entry.next += 1;
    went?.(best);
    found.push(best.of.line.position(best.job));
  }
  return found;
}
