import { placeOf, typeAt } from "../../aws/fields/places";
import type { Table } from "../../aws/fields/table";
import { renderPath } from "../../config/errors";
import type { ValueProblem } from "../../config/zod-problems";

/**
 * Adds to what is wrong with the shape of a request which page says so, and to a key at a wrong level where it belongs.
 *
 * @param operation of AWS Batch's API, whose request the table is of
 * @param depth how deep in the file the request stands
 */
export function explained(
  problems: readonly ValueProblem[],
  { rows }: Table<unknown>,
  operation: string,
  depth = 0,
): ValueProblem[] {
  return problems.map((problem) => {
    const path = problem.path.slice(depth);
    const source = `AWS Batch API Reference, ${typeAt(rows, path.slice(0, -1)) ?? operation}`;
    const key = path.at(-1);
    if (problem.rule !== "is not a known key" || typeof key !== "string") return { source, ...problem };
    const place = placeOf(rows, path.slice(0, -1), key);
    if (place === undefined) return { source, ...problem };
    const own = path.slice(0, -1).filter((part) => typeof part === "string");
    const beside = place.length < own.length ? `, beside ${own[place.length]}` : "";
    const hint = `it belongs ${place.length === 0 ? "at the top level" : `in ${renderPath(place)}`}${beside}`;
    return { source, ...problem, allowed: undefined, hint };
  });
}
