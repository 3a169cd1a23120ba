/**
 * Whether a request is allowed.
 *
 * Source: IAM User Guide, "Policy evaluation logic": "How AWS enforcement code logic evaluates requests to allow or deny access",
 * "Policy evaluation for requests within a single account", "Cross-account policy evaluation logic".
 */
import type { Decision, Policies, Question, Reason, StatementPlace } from "../model";
import { type Findings, identityFindings, type ResourceFindings, resourceFindings } from "./findings";

/** What all policies of a question say; of a boundary and of session policies only where there are some. */
interface Said {
  readonly identity: Findings;
  readonly resource: ResourceFindings;
  readonly boundary: Findings | undefined;
  readonly session: Findings | undefined;
}

const NOTHING: Findings = { allows: [], denies: [] };

/**
 * A pure function of the question.
 *
 * @throws PolicyError when a policy that bears on the request is not valid, e.g. has an unknown operator or condition key
 */
export function decide(question: Question): Decision {
  const said = saidTo(question);
  const denial = explicitDenial(said);
  if (denial !== undefined) return denial;
  const reason = whyNot(question, said);
  if (reason !== undefined) return { isAllowed: false, reason, deniedBy: [] };
  return { isAllowed: true, allowedBy: everything(said).flatMap(([, { allows }]) => allows) };
}

function saidTo(question: Question): Said {
  const { identity, boundary, session, resource } = policiesOf(question);
  return {
    identity: identityFindings(identity, question),
    resource: resourceFindings(resource, question),
    boundary: boundary && identityFindings([boundary], question),
    session: session && identityFindings(session, question),
  };
}

/** The account itself, services and strangers have no policies of their own. */
function policiesOf({ principal, policies }: Question): Policies {
  if (principal.kind === "user" || principal.kind === "session") {
    return policies.session?.length === 0 ? { ...policies, session: undefined } : policies;
  }
  return { identity: [], resource: policies.resource };
}

function everything({ identity, resource, boundary, session }: Said): readonly (readonly [Reason, Findings])[] {
  return [
    ["explicit-deny-identity", identity],
    ["explicit-deny-resource", resource],
    ["explicit-deny-boundary", boundary ?? NOTHING],
    ["explicit-deny-session", session ?? NOTHING],
  ];
}

/** "If the enforcement code finds even one explicit deny that applies, the code returns a final decision of Deny." */
function explicitDenial(said: Said): Decision | undefined {
  const all = everything(said);
  const [reason] = all.find(([, { denies }]) => denies.length > 0) ?? [];
  if (reason === undefined) return undefined;
  const deniedBy: readonly StatementPlace[] = all.flatMap(([, { denies }]) => denies);
  return { isAllowed: false, reason, deniedBy };
}

function whyNot(question: Question, said: Said): Reason | undefined {
  const { principal, resourceAccount } = question;
  if (principal.kind === "service" || principal.kind === "anonymous") return withoutIdentity(said);
  if (principal.account === resourceAccount) return withinAccount(question, said);
  return acrossAccounts(question, said);
}

function withoutIdentity({ resource }: Said): Reason | undefined {
  return resource.relation === "none" ? "no-resource-allow" : undefined;
}

/** "Resource-based policies and implicit denies in other policy types (same account)" */
function withinAccount({ principal, policies }: Question, said: Said): Reason | undefined {
  // "all requests are implicitly denied with the exception of the AWS account root user, which has full access"
  if (principal.kind === "root") return undefined;
  const { relation } = said.resource;
  // "not limited by an implicit deny in an identity-based policy, a permissions boundary, or session policy"
  if (relation === "direct") return undefined;
  // "limited by an implicit deny in a permissions boundary or session policy"
  if (relation === "role") return limits(said);
  // Key policies and trust policies "must explicitly allow access for principals".
  if (policies.resource?.isRequired && relation === "none") return "no-resource-allow";
  return ofIdentity(said);
}

/** "The request is allowed only if both evaluations return a decision of Allow": the caller's account comes first. */
function acrossAccounts({ principal }: Question, said: Said): Reason | undefined {
  return (principal.kind === "root" ? undefined : ofIdentity(said)) ?? withoutIdentity(said);
}

function ofIdentity(said: Said): Reason | undefined {
  return said.identity.allows.length === 0 ? "no-identity-allow" : limits(said);
}

function limits({ boundary, session }: Said): Reason | undefined {
  if (boundary?.allows.length === 0) return "no-boundary-allow";
  return session?.allows.length === 0 ? "no-session-allow" : undefined;
}
