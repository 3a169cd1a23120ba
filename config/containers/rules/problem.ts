import type { ValueProblem } from "../../zod-problems";

export type Path = readonly PropertyKey[];

/** @param page of AWS Batch's API Reference */
export function problem(
  path: Path,
  rule: string,
  page: string,
  more: Pick<ValueProblem, "found" | "allowed" | "hint"> = {},
): ValueProblem {
  return { path, rule, ...more, source: `AWS Batch API Reference, ${page}` };
}

/** @returns the entries whose name an earlier one has, each with its place in the list */
export function repeated(names: readonly (string | undefined)[]): [index: number, name: string][] {
  return names.flatMap((name, index): [number, string][] =>
    name !== undefined && names.indexOf(name) < index ? [[index, name]] : [],
  );
}
