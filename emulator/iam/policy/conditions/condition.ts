/**
 * The `Condition` of a statement.
 *
 * Source: IAM User Guide, "Condition operators", "Creating a condition with multiple keys or values".
 */
import type { Context } from "../../model";
import { Fault } from "../errors";
import { isMembers } from "../json";
import { isKnownKey } from "../keys";
import { type Match, TemplateFault } from "../template";
import { type Operator, OPERATORS } from "./operators";

export type Condition = (context: Context) => boolean;
type SetOperator = "ForAllValues" | "ForAnyValue";

/** An operator as a policy writes it. */
interface Named {
  readonly base: string;
  readonly set: SetOperator | undefined;
  readonly isIfExists: boolean;
}

const NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;
const SPELLINGS = `Null, or one of ${[...OPERATORS.keys()].join(", ")}, each with ForAllValues: or ForAnyValue: before it and IfExists after it`;

/**
 * @param place of the statement
 * @returns the conditions, all of which have to hold: "the conditions are evaluated using a logical AND"
 * @throws Fault when an operator, a key or a value cannot be there
 */
export function conditionsOf(element: unknown, place: string, hasVariables: boolean): readonly Condition[] {
  if (element === undefined) return [];
  if (!isMembers(element)) throw new Fault(place, "Condition", element, "an object of operators");
  return Object.entries(element).flatMap(([operator, keys]) => {
    const member = `Condition.${operator}`;
    const named = namedOf(operator);
    if (named === undefined) throw new Fault(place, "Condition", operator, SPELLINGS);
    if (!isMembers(keys)) throw new Fault(place, member, keys, "an object of condition keys");
    return Object.entries(keys).map(([key, value]) => {
      if (!isKnownKey(key)) throw new Fault(place, member, key, "a global condition key, or one of a service");
      return conditionOf(
        named,
        key.toLowerCase(),
        valuesOf(value, place, `${member}.${key}`),
        (one, allowed) => {
          return new Fault(place, `${member}.${key}`, one, allowed);
        },
        hasVariables,
      );
    });
  });
}

function namedOf(operator: string): Named | undefined {
  const [, set, base = "", ifExists] = NAME.exec(operator) ?? [];
  const isIfExists = ifExists !== undefined;
  // "You can add IfExists to the end of any condition operator name except the Null condition."
  const isKnown = base === "Null" ? set === undefined && !isIfExists : OPERATORS.has(base);
  return isKnown ? { base, set: isSetOperator(set) ? set : undefined, isIfExists } : undefined;
}

function isSetOperator(text: string | undefined): text is SetOperator {
  return text === "ForAllValues" || text === "ForAnyValue";
}

function valuesOf(value: unknown, place: string, member: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Fault(place, member, value, "at least one value");
  return list.map((one) => {
    if (typeof one === "string" || typeof one === "number" || typeof one === "boolean") return String(one);
    throw new Fault(place, member, one, "a text, a number, true or false, or a list of them");
  });
}

type FaultOf = (found: unknown, allowed: string) => Fault;

function conditionOf(
  { base, set, isIfExists }: Named,
  key: string,
  values: readonly string[],
  fault: FaultOf,
  hasVariables: boolean,
): Condition {
  const operator = OPERATORS.get(base);
  if (operator === undefined) return nullCondition(key, values, fault);
  const matches = values.map((value) => compiled(operator, value, hasVariables, fault));
  const isMet = (value: string, context: Context) =>
    matches.some((match) => match(value, context)) !== operator.isNegated;
  const withoutValue = isIfExists || (set === undefined ? operator.isNegated : set === "ForAllValues");
  return (context) => {
    const given = context.get(key);
    if (given === undefined || given.length === 0) return withoutValue;
    if (set === "ForAnyValue") return given.some((value) => isMet(value, context));
    // "It also returns true [..] if the key values resolve to a null data set, such as an empty string."
    if (set === "ForAllValues") return given.every((value) => value === "" || isMet(value, context));
    return operator.isNegated
      ? given.every((value) => isMet(value, context))
      : given.some((value) => isMet(value, context));
  };
}

function compiled(operator: Operator, value: string, hasVariables: boolean, fault: FaultOf): Match {
  try {
    return operator.compile(value, hasVariables);
  } catch (error) {
    throw error instanceof TemplateFault ? fault(error.found, error.allowed) : error;
  }
}

/** "either true (the key doesn't exist, it is null) or false (the key exists and its value is not null)" */
function nullCondition(key: string, values: readonly string[], fault: FaultOf): Condition {
  const wanted = values.map((value) => {
    const text = value.toLowerCase();
    if (text !== "true" && text !== "false") throw fault(value, '"true" or "false"');
    return text === "true";
  });
  return (context) => wanted.includes((context.get(key) ?? []).length === 0);
}
