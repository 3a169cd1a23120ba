/** `Resource` and `NotResource` (IAM User Guide, "IAM JSON policy elements: Resource"). */
import type { Context } from "../model";
import { Fault } from "./errors";
import { textsOf } from "./json";
import { type Match, matchOf, TemplateFault } from "./template";

export interface ResourceElement {
  readonly isNot: boolean;
  readonly patterns: readonly string[];
  readonly covers: (resource: string, context: Context) => boolean;
}

const ALLOWED = '"*", or an ARN of six parts that may have * and ?';
/** "You can't use a variable to replace parts of the ARN before the fifth colon." */
const EARLY_VARIABLE = /^(?:[^:]*:){0,4}[^:]*\$\{[^*?$]/;

/**
 * A `*` reaches over slashes and colons: the pattern is compared with the ARN as a whole.
 *
 * @throws Fault when the element names no resource, or something that cannot be one
 */
export function resourceElement(
  value: unknown,
  place: string,
  member: "Resource" | "NotResource",
  hasVariables: boolean,
): ResourceElement {
  const patterns = textsOf(value);
  if (patterns === undefined) throw new Fault(place, member, value, ALLOWED);
  const matches = patterns.map((pattern) => compiled(pattern, place, member, hasVariables));
  const isNot = member === "NotResource";
  const covers = (resource: string, context: Context) => matches.some((match) => match(resource, context)) !== isNot;
  return { isNot, patterns, covers };
}

function compiled(pattern: string, place: string, member: string, hasVariables: boolean): Match {
  if (!isResource(pattern)) throw new Fault(place, member, pattern, ALLOWED);
  if (hasVariables && EARLY_VARIABLE.test(pattern)) {
    throw new Fault(place, member, pattern, "variables after the fifth colon of an ARN");
  }
  try {
    return matchOf(pattern, { hasVariables, hasWildcards: true });
  } catch (error) {
    throw error instanceof TemplateFault ? new Fault(place, member, error.found, error.allowed) : error;
  }
}

function isResource(pattern: string): boolean {
  if (pattern === "*") return true;
  return pattern.startsWith("arn:") && (pattern.includes("*") || pattern.split(":").length >= 6);
}
