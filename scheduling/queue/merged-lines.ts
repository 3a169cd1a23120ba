import type { Line, Waiting } from "./line";
import type { Position } from "./picture";

interface Lined<J extends Waiting> {
  readonly line: Line<J>;
}

/** The job that is next in its line. */
interface Head<J extends Waiting, L extends Lined<J>> {
  readonly of: L;
  readonly job: J;
}

/**
 * The first jobs of several lines together; `count` at most.
 *
 * @param before whether one head goes before another
 * @param went called with each job before the next one is looked for
 */
export function mergedLines<J extends Waiting, L extends Lined<J>>(
  lines: readonly (L & Lined<J>)[],
  count: number,
  before: (a: Head<J, L>, b: Head<J, L>) => boolean,
  went?: (head: Head<J, L>) => unknown,
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
