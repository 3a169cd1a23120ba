/**
 * `Principal` and `NotPrincipal`.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal", "AWS JSON policy elements: NotPrincipal".
 */
import type { Context, Principal } from "../model";
import { Fault } from "./errors";
import { isMembers, textsOf } from "./json";

/**
 * How an element means somebody: not at all; by the account, which only delegates; by the role, which leaves a session within the
 * role's limits; or directly: as itself, or as one of all.
 */
export type Relation = "none" | "account" | "role" | "direct";

/** Somebody named by one entry. */
type Entry =
  | { readonly kind: "everybody" }
  | { readonly kind: "account"; readonly account: string }
  | { readonly kind: "arn"; readonly arn: string }
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "service"; readonly service: string }
  | { readonly kind: "federated"; readonly provider: string }
  // Nobody of the embedded AWS has a canonical user ID.
  | { readonly kind: "canonical" };

export interface PrincipalElement {
  readonly isNot: boolean;
  readonly entries: readonly Entry[];
}

const TYPES: Readonly<Record<string, (text: string) => Entry | undefined>> = {
  AWS: awsEntry,
  Service: (text) => (/^[a-z0-9.-]+\.[a-z0-9.-]+$/i.test(text) ? { kind: "service", service: text } : undefined),
  Federated: (text) => (text === "" || text.includes("*") ? undefined : { kind: "federated", provider: text }),
  CanonicalUser: (text) => (/^[0-9a-f]{64}$/i.test(text) ? { kind: "canonical" } : undefined),
};
const ALLOWED: Readonly<Record<string, string>> = {
  AWS: 'account numbers, ARNs of accounts, users, roles or sessions without wildcards, or "*"',
  Service: "names of services such as lambda.amazonaws.com",
  Federated: "identity providers",
  CanonicalUser: "canonical user IDs of 64 hexadecimal digits",
};
const ACCOUNT = /^(?:arn:[a-z-]+:iam::(\d{12}):root|(\d{12}))$/;
const PRINCIPAL_ARN =
  /^arn:[a-z-]+:(?:iam|sts)::(?:\d{12}|cloudfront):(?:user|role|assumed-role|federated-user)\/[^*?]+$/;
/** What stands in a policy after the user or role it named has been deleted (IAM User Guide, "IAM identifiers"). */
const UNIQUE_ID = /^A(?:IDA|ROA)[A-Z0-9]{12,}$/;

/** @throws Fault when the element names nobody, or somebody in no form that AWS has */
export function principalElement(
  value: unknown,
  place: string,
  member: "Principal" | "NotPrincipal",
): PrincipalElement {
  const isNot = member === "NotPrincipal";
  if (value === "*") return { isNot, entries: [{ kind: "everybody" }] };
  if (!isMembers(value) || Object.keys(value).length === 0) {
    throw new Fault(place, member, value, `"*", or an object with ${Object.keys(TYPES).join(", ")}`);
  }
  const entries = Object.entries(value).flatMap(([type, names]) => {
    const entryOf = TYPES[type];
    const at = `${member}.${type}`;
    if (entryOf === undefined) throw new Fault(place, member, type, Object.keys(TYPES).join(", "));
    const texts = textsOf(names);
    if (texts === undefined) throw new Fault(place, at, names, "a text, or a list of texts");
    return texts.map((text) => {
      const entry = entryOf(text);
      if (entry === undefined) throw new Fault(place, at, text, String(ALLOWED[type]));
      return entry;
    });
  });
  return { isNot, entries };
}

function awsEntry(text: string): Entry | undefined {
  if (text === "*") return { kind: "everybody" };
  const [, ofArn, number] = ACCOUNT.exec(text) ?? [];
  const account = ofArn ?? number;
  if (account !== undefined) return { kind: "account", account };
  if (PRINCIPAL_ARN.test(text)) return { kind: "arn", arn: text };
  return UNIQUE_ID.test(text) ? { kind: "id", id: text } : undefined;
}

const STRENGTH: Readonly<Record<Relation, number>> = { none: 0, account: 1, role: 2, direct: 3 };

export function strongerOf(one: Relation, other: Relation): Relation {
  return STRENGTH[other] > STRENGTH[one] ? other : one;
}

/** @returns the strongest relation of a `Principal` to somebody */
export function relationTo(entries: readonly Entry[], principal: Principal, context: Context): Relation {
  return entries.map((entry) => relationOf(entry, principal, context)).reduce(strongerOf, "none");
}

function relationOf(entry: Entry, principal: Principal, context: Context): Relation {
  switch (entry.kind) {
    case "everybody":
      return "direct";
    case "service":
      return isService(entry.service, principal, context) ? "direct" : "none";
    case "federated":
      // Also of somebody who has only an identity provider's token and asks for a role with it.
      return context.get("aws:federatedprovider")?.includes(entry.provider) ? "direct" : "none";
    case "canonical":
      return "none";
    default:
      return principal.kind === "service" || principal.kind === "anonymous"
        ? "none"
        : identityRelation(entry, principal);
  }
}

type Identity = Exclude<Principal, { readonly kind: "service" | "anonymous" }>;
type IdentityEntry = Extract<Entry, { readonly kind: "account" | "arn" | "id" }>;

function identityRelation(entry: IdentityEntry, principal: Identity): Relation {
  if (entry.kind === "account") {
    if (entry.account !== principal.account) return "none";
    return principal.kind === "root" ? "direct" : "account";
  }
  if (entry.kind === "arn") {
    if (entry.arn === principal.arn) return "direct";
    return principal.kind === "session" && entry.arn === principal.roleArn ? "role" : "none";
  }
  if (principal.kind === "user") return entry.id === principal.id ? "direct" : "none";
  return principal.kind === "session" && principal.id.startsWith(`${entry.id}:`) ? "role" : "none";
}

/** A service has several names, such as one for each Region: "aws:PrincipalServiceNamesList". */
function isService(service: string, principal: Principal, context: Context): boolean {
  if (principal.kind !== "service") return false;
  return service === principal.service || (context.get("aws:principalservicenameslist")?.includes(service) ?? false);
}

/**
 * Whether a `NotPrincipal` excepts somebody from a Deny. It has to name the account, the role and the session or user: "If the
 * NotPrincipal element was missing the ARN of the role, the effect of the policy might be to explicitly deny access to the role".
 * Somebody with a permissions boundary is never excepted ("Permissions boundaries for IAM entities").
 */
export function isExcepted(
  entries: readonly Entry[],
  principal: Principal,
  context: Context,
  isBounded: boolean,
): boolean {
  const relations = new Set(entries.map((entry) => relationOf(entry, principal, context)));
  if (entries.some(({ kind }) => kind === "everybody")) return true;
  if (principal.kind === "service" || principal.kind === "anonymous" || principal.kind === "root")
    return relations.has("direct");
  if (isBounded) return false;
  const isNamed = relations.has("direct") && relations.has("account");
  return isNamed && (principal.kind !== "session" || relations.has("role"));
}
