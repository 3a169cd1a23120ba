import type { Context } from "../model";
import { type ActionElement, actionElement } from "./actions";
import { type Condition, conditionsOf } from "./conditions/condition";
import { Fault } from "./errors";
import { isMembers, type Members } from "./json";
import { type PrincipalElement, principalElement } from "./principals";
import { type ResourceElement, resourceElement } from "./resources";

/** Where a document is attached: of an identity (also a boundary or a session policy), of a resource, or a role's trust policy. */
export type PolicyKind = "identity" | "resource" | "trust";

export interface Statement {
  /** Counted from 0. */
  readonly index: number;
  /** `Sid`, or else the number. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  readonly action: ActionElement;
  /** Absent: the resource that has the policy. */
  readonly resource: ResourceElement | undefined;
  /** Absent: the identity that has the policy. */
  readonly principal: PrincipalElement | undefined;
  readonly conditions: readonly Condition[];
}

const MEMBERS = [
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"],
];

/**
 * @param index counted from 0
 * @throws Fault when the statement is none by the grammar, or not one of this kind of policy
 */
export function statementOf(value: unknown, index: number, kind: PolicyKind, hasVariables: boolean): Statement {
  if (!isMembers(value)) throw new Fault(`statement ${index}`, "", value, "an object");
  const sid = sidOf(value, index, kind);
  const place = sid === undefined ? `statement ${index}` : `statement "${sid}"`;
  const unknown = Object.keys(value).find((member) => !MEMBERS.includes(member));
  if (unknown !== undefined) throw new Fault(place, "", unknown, MEMBERS.join(", "));
  return {
    index,
    label: sid ?? String(index),
    effect: effectOf(value, place),
    principal: principalOf(value, place, kind),
    action: actionOf(value, place),
    resource: resourceOf(value, place, kind, hasVariables),
    conditions: conditionsOf(value["Condition"], place, hasVariables),
  };
}

/** @param action in lower case */
export function covers(statement: Statement, action: string, resource: string, context: Context): boolean {
  return (
    statement.action.covers(action) &&
    (statement.resource?.covers(resource, context) ?? true) &&
    statement.conditions.every((isMet) => isMet(context))
  );
}

/** "For IAM policies, basic alphanumeric characters [..] are the only allowed characters in the Sid value." */
function sidOf({ Sid: sid }: Members, index: number, kind: PolicyKind): string | undefined {
  if (sid === undefined || sid === "") return undefined;
  const place = `statement ${index}`;
  if (typeof sid !== "string") throw new Fault(place, "Sid", sid, "a text");
  if (kind !== "resource" && !/^[A-Za-z0-9]*$/.test(sid)) throw new Fault(place, "Sid", sid, "letters and digits");
  return sid;
}

function effectOf({ Effect: effect }: Members, place: string): "Allow" | "Deny" {
  if (effect === "Allow" || effect === "Deny") return effect;
  throw new Fault(place, "Effect", effect, '"Allow" or "Deny"');
}

function actionOf(statement: Members, place: string): ActionElement {
  const member = oneOf(statement, "Action", "NotAction", place);
  if (member === undefined) throw new Fault(place, "Action", undefined, "Action or NotAction");
  return actionElement(statement[member], place, member);
}

function principalOf(statement: Members, place: string, kind: PolicyKind): PrincipalElement | undefined {
  const member = oneOf(statement, "Principal", "NotPrincipal", place);
  if (kind === "identity") {
    if (member === undefined) return undefined;
    throw new Fault(place, member, statement[member], "no principal: a policy of an identity is about that identity");
  }
  // "You cannot use the NotPrincipal element in an IAM identity-based policy nor in an IAM role trust policy.", "Using it with
  // "Effect":"Allow" is not supported." (AWS JSON policy elements: NotPrincipal)
  const mayBeNot = kind === "resource" && statement["Effect"] === "Deny";
  if (member === undefined || (member === "NotPrincipal" && !mayBeNot)) {
    const allowed = mayBeNot ? "Principal or NotPrincipal" : "Principal";
    throw new Fault(place, member ?? "Principal", member && statement[member], allowed);
  }
  return principalElement(statement[member], place, member);
}

function resourceOf(
  statement: Members,
  place: string,
  kind: PolicyKind,
  hasVariables: boolean,
): ResourceElement | undefined {
  const member = oneOf(statement, "Resource", "NotResource", place);
  if (kind === "trust" && member !== undefined) {
    throw new Fault(place, member, statement[member], "no resource: a trust policy is about its role");
  }
  if (member !== undefined) return resourceElement(statement[member], place, member, hasVariables);
  if (kind === "identity") throw new Fault(place, "Resource", undefined, "Resource or NotResource");
  return undefined;
}

function oneOf<A extends string, B extends string>(
  statement: Members,
  one: A,
  other: B,
  place: string,
): A | B | undefined {
  if (one in statement && other in statement) throw new Fault(place, other, `${one} and ${other}`, "one of the two");
  return one in statement ? one : other in statement ? other : undefined;
}
