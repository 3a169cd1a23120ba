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
  const open = lines.map((of) => ({ of, jobs: of.line.first(count) }));
  const found: Position[] = [];
  while (found.length < count) {
    const heads = open.flatMap(({ of, jobs }) => jobs.slice(0, 1).map((job) => ({ of, jobs, job })));
    if (heads.length === 0) break;
    const next = heads.reduce((a, b) => (before(b, a) ? b : a));
    next.jobs.shift();
    went?.(next);
    found.push(next.of.line.position(next.job));
  }
  return found;
}
