/** Which resources a call asks an action on: those that its members name, by the types of the reference. */
import type { ApiCall, Params } from "./api-call";
import { memberOf, textsOf } from "./api-call";
import { isArn } from "../../../aws/arns";
import type { ActionRule, TypeRule } from "./reference";
import type { Finder } from "./rules";

/**
 * A type that the reference marks as required is asked for in any case, with `*` for what the request does not say: only a policy
 * with a wildcard there covers it. The others are asked for when the request names them. Source: Service Authorization Reference,
 * "Actions table", Resource types.
 */
export async function resourcesOf(
  call: ApiCall,
  rule: ActionRule,
  finders: Readonly<Record<string, Finder>> = {},
): Promise<readonly string[]> {
  const arns = arnsIn(call.params);
  const found = new Set<string>();
  const missing: TypeRule[] = [];
  let isGivenByArn = false;
  for (const type of rule.types) {
    const own = await finders[type.name]?.(call);
    const given = own === undefined ? arns.filter((arn) => type.template.matches(arn)) : [];
    const named = own ?? (given.length > 0 ? given : namedBy(call, type));
    if (named.length > 0) for (const arn of named) found.add(arn);
    else if (type.isRequired && own === undefined) missing.push(type);
    isGivenByArn ||= type.isRequired && named.some((arn) => arns.includes(arn));
  }
  // One member takes the ARN of either of several types, such as `execution` and `express` of a state machine.
  if (!isGivenByArn) for (const { template } of missing) found.add(template.fill(call.place, new Map()));
  return found.size === 0 ? ["*"] : [...found];
}

const collected = new WeakMap<Params, readonly string[]>();

/** All members of a call, and of lists in it, that are ARNs. */
function arnsIn(params: Params): readonly string[] {
  const known = collected.get(params);
  if (known !== undefined) return known;
  const arns = Object.values(params).flatMap((value) => textsOf(value).filter(isArn));
  collected.set(params, arns);
  return arns;
}

/** ARNs made of members that are called as the variables of the ARN are. */
function namedBy(call: ApiCall, type: TypeRule): readonly string[] {
  const { variables } = type.template;
  if (variables.length === 0) return type.isRequired ? [type.template.fill(call.place, new Map())] : [];
  const values = memberNames(type, call.operation ?? "").map((names) => {
    return textsOf(memberOf(call.params, ...names)).filter((text) => !isArn(text));
  });
  // Without the last the resource is not named; what it is in may be left out, and is then not known.
  const last = values.at(-1) ?? [];
  return last.map((name) => {
    const pairs = variables.map((variable, index) => {
      const value = index === variables.length - 1 ? name : (values[index]?.[0] ?? "*");
      return [variable, isPathless(variable) ? value.replace(/^\//, "") : value] as const;
    });
    return type.template.fill(call.place, new Map(pairs));
  });
}

function isPathless(variable: string): boolean {
  return variable.endsWith("WithoutLeadingSlash");
}

const namesOf = new WeakMap<TypeRule, Map<string, readonly (readonly string[])[]>>();

/** `JobQueueName` -> jobqueuename, jobqueue, jobqueueid ..; what the operation is about may be called name or id alone. */
function memberNames(type: TypeRule, operation: string): readonly (readonly string[])[] {
  const ofType = namesOf.get(type) ?? new Map<string, readonly (readonly string[])[]>();
  namesOf.set(type, ofType);
  let names = ofType.get(operation);
  if (names === undefined) {
    const { variables } = type.template;
    names = variables.map((variable, index) => {
      const isLast = index === variables.length - 1;
      return [...new Set(possibleNames(variable, isLast ? type.name : undefined, operation))];
    });
    ofType.set(operation, names);
  }
  return names;
}

function possibleNames(variable: string, type: string | undefined, operation: string): readonly string[] {
  const whole = variable.toLowerCase().replace(/(withpath|withoutleadingslash|resourceid)$/, "");
  const stem = whole.replace(/(name|id|arn)$/, "");
  const stems = [stem, ...(type === undefined ? [] : [type.toLowerCase().replace(/[^a-z0-9]/g, "")])].filter(
    (text) => text !== "",
  );
  // What has an id has a name beside it, if any, that is not in its ARN.
  const kinds = ["id", "identifier", "", "ids", "s", ...(whole.endsWith("id") ? [] : ["name", "names"])];
  const ofStems = stems.flatMap((text) => kinds.map((kind) => `${text}${kind}`));
  const isSubject = type !== undefined && stems.some((text) => operation.toLowerCase().includes(text));
  return [whole, ...ofStems, ...(isSubject ? kinds.filter((kind) => kind.length > 1) : [])];
}
