import { PlanError } from "../errors";

/** One thing that is otherwise than declared: `team-a.capacity=8`. */
export interface PlanChange {
  /** Name or key of a share, a queue, a service environment or a compute environment; `*` is all that have the field. */
  readonly of: string;
  readonly field: string;
  readonly value: string;
}

/** @throws PlanError when the value is no whole number */
export function numberOf(change: PlanChange): number {
  if (!/^\d{1,6}$/.test(change.value)) throw new PlanError(`${change.field} is a whole number: not ${textOf(change)}`);
  return Number(change.value);
}

/** @throws PlanError when the value is none of the words */
export function oneOf<T extends string>(words: readonly T[], change: PlanChange): T {
  const word = words.find((one) => one === change.value);
  if (word === undefined) throw new PlanError(`${change.field} is one of ${words.join(", ")}: not ${textOf(change)}`);
  return word;
}

export function textOf({ of, field, value }: PlanChange): string {
  return `${of}.${field}=${value}`;
}
