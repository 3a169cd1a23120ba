import { LARGEST_INTEGER, type Range } from "../../../aws/batch/limits";
import type { ValueProblem } from "../../zod-problems";

/** What a rule finds; its source is added by whoever runs it. */
export type Finding = Omit<ValueProblem, "source">;

/** Something that AWS demands of what a file declares and that can be known before a deploy. `M`: what it looks at. */
export interface Rule<M> {
  /** The demand in one sentence, for the page of the convention. */
  readonly demand: string;
  /** Who says so. */
  readonly source: string;
  /** `error` is refused by AWS; `warning` is accepted, and probably not meant (an error under `--strict`). */
  readonly severity: "error" | "warning";
  check(model: M): readonly Finding[];
}

/** @returns what the rules of a severity find, each with its source */
export function findings<M>(rules: readonly Rule<M>[], model: M, severity: Rule<M>["severity"]): ValueProblem[] {
  return rules
    .filter((rule) => rule.severity === severity)
    .flatMap((rule) => rule.check(model).map((finding) => ({ source: rule.source, ...finding })));
}

/** A page of the AWS Batch User Guide. */
export function userGuide(page: string): string {
  return `https://docs.aws.amazon.com/batch/latest/userguide/${page}.html`;
}

/** A page of the AWS Batch API Reference. */
export function apiReference(page: string): string {
  return `https://docs.aws.amazon.com/batch/latest/APIReference/API_${page}.html`;
}

/** A message of AWS Batch, where no page states the rule. */
export function serviceMessage(message: string): string {
  return `AWS Batch answers: ${message}`;
}

/** @returns `0 to 99`, for demands */
export const span = ({ least, most }: Range): string => `${least} to ${most}`;

/** A number that is missing is told by the shape, so that nothing is found in it here. */
export function wholeNumber(
  path: readonly PropertyKey[],
  value: number | undefined,
  { least = 0, most = LARGEST_INTEGER }: Partial<Range> = {},
): Finding[] {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return [];
  return [{ path, rule: "must be a whole number in range", found: value, allowed: [`${least}..${most}`] }];
}
