/** What was granted, and what no call has used. */
import type { NamedPolicy } from "../model";
import { actionMatcher, compilePolicy, PolicyError } from "../policy";
import type { RecordedCall } from "./recorder";

export interface Unused {
  readonly policy: string;
  /** Its `Sid`, or else its number. */
  readonly statement: string;
  readonly index: number;
  /** As the statement writes them; all of its actions where nothing has used it. */
  readonly actions: readonly string[];
  /** Whether no call at all has used the statement. */
  readonly isWhole: boolean;
}

/** @param calls - of the identity that has these policies */
export function unusedOf(policies: readonly NamedPolicy[], calls: readonly RecordedCall[]): Unused[] {
  return policies.flatMap((policy) => unusedIn(policy, calls));
}

function unusedIn(policy: NamedPolicy, calls: readonly RecordedCall[]): Unused[] {
  return allowances(policy).flatMap(({ label, index, actions }) => {
    const used = calls
      .filter(({ allowedBy }) => allowedBy.some((place) => place.policy === policy.name && place.index === index))
      .map(({ action }) => action.toLowerCase());
    const unused = actions.filter((pattern) => !isUsed(pattern, used));
    if (unused.length === 0) return [];
    return [{ policy: policy.name, statement: label, index, actions: unused, isWhole: used.length === 0 }];
  });
}

/** @param used - actions that the statement has allowed, in lower case */
function isUsed(pattern: string, used: readonly string[]): boolean {
  return pattern.startsWith("not ") ? used.length > 0 : used.some(actionMatcher(pattern));
}

interface Allowance {
  readonly label: string;
  readonly index: number;
  /** As the statement writes them; of a NotAction `not s3:*`. */
  readonly actions: readonly string[];
}

/** A policy that is not valid allows nothing. */
function allowances(policy: NamedPolicy): Allowance[] {
  try {
    return compilePolicy(policy, "identity").statements.flatMap(({ effect, label, index, action }) => {
      if (effect !== "Allow") return [];
      return [{ label, index, actions: action.isNot ? [`not ${action.patterns.join(", ")}`] : action.patterns }];
    });
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}
