/** `Action` and `NotAction` (IAM User Guide, "IAM JSON policy elements: Action"). */
import { Fault } from "./errors";
import { textsOf } from "./json";
import { templateOf } from "./template";
import { matcherOf, type Pattern } from "./wildcard";

export interface ActionElement {
  readonly isNot: boolean;
  /** As the policy writes them. */
  readonly patterns: readonly string[];
  /** @param action in lower case: "The prefix and the action name are case insensitive" */
  readonly covers: (action: string) => boolean;
}

const ACTION = /^(?:\*|(?:[a-zA-Z0-9-]+|\*):[a-zA-Z0-9*?-]+)$/;
const ALLOWED = '"*", or a service, a colon and a name that may have * and ?, such as s3:Get*';

/** @throws Fault when the element names no action, or something that cannot be one */
export function actionElement(value: unknown, place: string, member: "Action" | "NotAction"): ActionElement {
  const patterns = textsOf(value);
  if (patterns === undefined) throw new Fault(place, member, value, ALLOWED);
  const matchers = patterns.map((pattern) => {
    if (!ACTION.test(pattern)) throw new Fault(place, member, pattern, ALLOWED);
    return actionMatcher(pattern);
  });
  const isNot = member === "NotAction";
  return { isNot, patterns, covers: (action) => matchers.some((matches) => matches(action)) !== isNot };
}

/** @returns whether an action, in lower case, is one of a pattern such as `s3:Get*` */
export function actionMatcher(pattern: string): (action: string) => boolean {
  const template = templateOf(pattern.toLowerCase(), { hasVariables: false, hasWildcards: true });
  // Without variables every part is a character or a wildcard.
  return matcherOf(template as Pattern);
}
