/** What each policy says to a question: which statements allow it, which deny it. */
import type { NamedPolicy, Principal, Question, ResourcePolicy, StatementPlace } from "../model";
import {
  compilePolicy,
  covers,
  isExcepted,
  type PolicyKind,
  type Relation,
  relationTo,
  type Statement,
  strongerOf,
} from "../policy";

export interface Findings {
  readonly allows: readonly StatementPlace[];
  readonly denies: readonly StatementPlace[];
}

/** Of a policy of a resource: also by what the caller is meant, at the strongest. */
export interface ResourceFindings extends Findings {
  readonly relation: Relation;
}

/** @throws PolicyError when one of the policies is not valid */
export function identityFindings(policies: readonly NamedPolicy[], question: Question): Findings {
  const allows: StatementPlace[] = [];
  const denies: StatementPlace[] = [];
  for (const policy of policies) {
    for (const statement of covering(policy, "identity", question)) {
      (statement.effect === "Allow" ? allows : denies).push(placeOf(policy, statement));
    }
  }
  return { allows, denies };
}

/** @throws PolicyError when the policy is not valid */
export function resourceFindings(policy: ResourcePolicy | undefined, question: Question): ResourceFindings {
  const allows: StatementPlace[] = [];
  const denies: StatementPlace[] = [];
  let strongest: Relation = "none";
  if (policy === undefined) return { allows, denies, relation: strongest };
  for (const statement of covering(policy, isTrust(question) ? "trust" : "resource", question)) {
    const relation = relationOf(statement, question);
    if (relation === "none") continue;
    (statement.effect === "Allow" ? allows : denies).push(placeOf(policy, statement));
    if (statement.effect === "Allow") strongest = strongerOf(strongest, relation);
  }
  return { allows, denies, relation: strongest };
}

const ASSUME = /^sts:(?:assumerole|setsourceidentity|setcontext|tagsession)/i;
const ROLE = /^arn:[a-z-]+:iam::\d{12}:role\//;

/** @returns whether the policy that decides is a role's trust policy: it has no resource, and its sentence has its own words */
export function isTrust({ ask }: Question): boolean {
  return ASSUME.test(ask.action) && ROLE.test(ask.resource);
}

function covering(policy: NamedPolicy, kind: PolicyKind, { ask, context }: Question): readonly Statement[] {
  const action = ask.action.toLowerCase();
  return compilePolicy(policy, kind).statements.filter((one) => covers(one, action, ask.resource, context));
}

/** A `NotPrincipal` is only there to deny: it means everybody whom it does not except. */
function relationOf({ principal }: Statement, { principal: caller, context, policies }: Question): Relation {
  if (principal === undefined) return "none";
  const { isNot, entries } = principal;
  if (!isNot) return relationTo(entries, caller, context);
  return isExcepted(entries, caller, context, isBounded(caller, policies)) ? "none" : "direct";
}

function isBounded(caller: Principal, { boundary }: Question["policies"]): boolean {
  return boundary !== undefined && (caller.kind === "user" || caller.kind === "session");
}

function placeOf(policy: NamedPolicy, { label, index }: Statement): StatementPlace {
  return { policy: policy.name, statement: label, index };
}
