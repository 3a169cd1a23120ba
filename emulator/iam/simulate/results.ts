/** The results of a simulation, from the evaluator that decides on calls, too. */
import { partsOfArn } from "../../../aws/arns";
import type { XmlObject } from "../callers/form";
import { decide } from "../decide";
import type { Context, Decision, NamedPolicy, Principal, Question, ResourcePolicy, StatementPlace } from "../model";
import { positionOf } from "./positions";
import type { Simulation } from "./simulation";

/** Of the account that nobody named: a simulation without a caller is about policies alone. */
const NO_ACCOUNT = "000000000000";

export function resultsOf(simulation: Simulation): XmlObject[] {
  const { actions, resources } = simulation;
  return actions.flatMap((action) => resources.map((resource) => resultOf(simulation, action, resource)));
}

function resultOf(simulation: Simulation, action: string, resource: string): XmlObject {
  const principal = principalOf(simulation.caller);
  const account = principal.kind === "anonymous" || principal.kind === "service" ? NO_ACCOUNT : principal.account;
  const owner = simulation.resourceOwner ?? ownerOf(resource) ?? account;
  const context = contextOf(simulation, principal, owner);
  const { identity, boundary, resourcePolicy } = simulation;
  const policy: ResourcePolicy | undefined =
    resourcePolicy === undefined
      ? undefined
      : { name: "ResourcePolicy", document: resourcePolicy, account: owner, isRequired: false };
  const question: Question = {
    principal,
    ask: { action, resource, context: new Map() },
    resourceAccount: owner,
    context,
    policies: { identity, boundary, resource: policy },
  };
  const decision = decide(question);
  const documents = [
    ...identity,
    ...(boundary === undefined ? [] : [boundary]),
    ...(policy === undefined ? [] : [policy]),
  ];
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: wordOf(decision),
    MatchedStatements: matched(decision).map((place) => statementOf(place, documents)),
    MissingContextValues: missing(documents, context),
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: isWithinBoundary(decision) } }),
  };
}

function wordOf(decision: Decision): "allowed" | "explicitDeny" | "implicitDeny" {
  if (decision.isAllowed) return "allowed";
  return decision.deniedBy.length > 0 ? "explicitDeny" : "implicitDeny";
}

function isWithinBoundary(decision: Decision): boolean {
  if (decision.isAllowed) return true;
  return decision.reason !== "no-boundary-allow" && decision.reason !== "explicit-deny-boundary";
}

function matched(decision: Decision): readonly StatementPlace[] {
  return decision.isAllowed ? decision.allowedBy : decision.deniedBy;
}

function statementOf({ policy, index }: StatementPlace, documents: readonly NamedPolicy[]): XmlObject {
  const document = documents.find(({ name }) => name === policy)?.document ?? "";
  return { SourcePolicyId: policy, SourcePolicyType: typeOf(policy), ...positionOf(document, index) };
}

function typeOf(policy: string): string {
  if (policy.startsWith("arn:aws:iam::aws:")) return "aws-managed";
  if (policy === "ResourcePolicy") return "resource";
  if (/^the inline policy .* of user/.test(policy)) return "user";
  if (/^the inline policy .* of group/.test(policy)) return "group";
  if (/^the inline policy .* of role/.test(policy)) return "role";
  return policy.startsWith("arn:") ? "user-managed" : "none";
}

function principalOf(arn: string | undefined): Principal {
  const parts = arn === undefined ? undefined : partsOfArn(arn);
  const name = parts?.resource.slice(parts.resource.lastIndexOf("/") + 1) ?? "simulated";
  const account = parts?.account ?? NO_ACCOUNT;
  if (arn !== undefined && parts?.resource.startsWith("role/") === true) {
    const session = `arn:${parts.partition}:sts::${account}:assumed-role/${name}/simulated`;
    return { kind: "session", account, arn: session, id: "AROASIMULATED:simulated", roleArn: arn };
  }
  return { kind: "user", account, arn: arn ?? `arn:aws:iam::${account}:user/${name}`, id: "AIDASIMULATED", name };
}

function ownerOf(resource: string): string | undefined {
  const account = partsOfArn(resource)?.account ?? "";
  return /^\d{12}$/.test(account) ? account : undefined;
}

/** What the caller and the resource are known by; everything else is given, or missing. */
function contextOf({ context }: Simulation, principal: Principal, owner: string): Context {
  const own = new Map<string, readonly string[]>([["aws:resourceaccount", [owner]]]);
  if (principal.kind === "user" || principal.kind === "session") {
    own.set("aws:principalaccount", [principal.account]);
    own.set("aws:principalarn", [principal.kind === "session" ? principal.roleArn : principal.arn]);
    own.set("aws:principaltype", [principal.kind === "session" ? "AssumedRole" : "User"]);
  }
  return new Map([...own, ...context]);
}

const CONDITION_KEYS = /"Condition"\s*:\s*(\{(?:[^{}]|\{[^{}]*\})*\})/g;

/** Condition keys that the policies look at and nobody gave. */
function missing(documents: readonly NamedPolicy[], context: Context): string[] {
  const keys = new Set<string>();
  for (const { document } of documents) {
    for (const [, condition = "{}"] of document.matchAll(CONDITION_KEYS)) {
      for (const [key] of pairsIn(condition)) if (!context.has(key.toLowerCase())) keys.add(key);
    }
  }
  return [...keys].sort();
}

function pairsIn(condition: string): [string, unknown][] {
  // The evaluator has read the whole document before: this part of it is an object of objects.
  const operators = JSON.parse(condition) as Readonly<Record<string, object>>;
  return Object.values(operators).flatMap((of) => Object.entries(of));
}
