import { typeAt } from "../../aws/fields/places";
import type { Table } from "../../aws/fields/table";
import type { ValueProblem } from "../zod-problems";

/**
 * Adds to what is wrong with the shape of a request which page says so.
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
    const path = problem.path.slice(depth, -1);
    return { source: `AWS Batch API Reference, ${typeAt(rows, path) ?? operation}`, ...problem };
  });
}
