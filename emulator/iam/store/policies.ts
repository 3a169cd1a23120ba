/** The policies that bear on what somebody asks for. */
import { partsOfArn } from "../../../aws/arns";
import type { Ask, NamedPolicy, Policies, Principal, ResourcePolicy } from "../model";
import { sessionFacts } from "../callers/session-facts";
import type { Store } from "./store";

export interface Bearing {
  readonly policies: Policies;
  /** The account that owns the resource. */
  readonly resourceAccount: string;
}

/** @param own - the account of the caller, or of the place where nobody in particular calls */
export async function bearingOn(store: Store, principal: Principal, ask: Ask, own: string): Promise<Bearing> {
  const [resource, ofIdentity] = await Promise.all([resourceOf(store, ask, own), policiesOf(store, principal)]);
  return {
    resourceAccount: resource.account,
    policies: { ...ofIdentity, ...(resource.policy === undefined ? {} : { resource: resource.policy }) },
  };
}

async function policiesOf(store: Store, principal: Principal): Promise<Omit<Policies, "resource">> {
  const session = sessionFacts(principal);
  const limits = session?.policies === undefined ? {} : { session: session.policies };
  if (session?.isAdministrator === true) return { identity: [ADMINISTRATOR], ...limits };
  if (principal.kind !== "user" && principal.kind !== "session") return { identity: [] };
  const identities = await store.identities();
  const { identity, boundary } = identities.policiesOf(
    principal.kind === "session" ? principal.roleArn : (session?.userArn ?? principal.arn),
  );
  return { identity, ...(boundary === undefined ? {} : { boundary }), ...limits };
}

/** What the account itself may do, for a session of it that is limited by policies. */
const ADMINISTRATOR: NamedPolicy = {
  name: "the account itself",
  document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
};

interface Resource {
  readonly account: string;
  readonly policy?: ResourcePolicy;
}

/** Services whose resources have policies, by their word in ARNs, and of which ARN the policy is. */
const WITH_POLICIES: Readonly<Record<string, (arn: string) => string>> = {
  kms: same,
  sns: (arn) => arn.split(":").slice(0, 6).join(":"),
  sqs: same,
  lambda: same,
  ecr: same,
  secretsmanager: same,
  events: same,
  // Of a table, its indexes and streams.
  dynamodb: (arn) => arn.split("/").slice(0, 2).join("/"),
};

/** Reads what a call will be decided with, so that it is known which condition keys any policy looks at. */
export async function prepare(store: Store, principal: Principal, service: string): Promise<void> {
  // The account itself is only denied by policies of resources.
  const isRoot = principal.kind === "root";
  const hasPolicies = service === "s3" || service === "logs" || service in WITH_POLICIES;
  await Promise.all([
    ...(isRoot ? [] : [store.identities(), store.resources("kms")]),
    ...(hasPolicies ? [store.resources(service)] : []),
  ]);
}

async function resourceOf(store: Store, { action, resource }: Ask, own: string): Promise<Resource> {
  const parts = partsOfArn(resource);
  if (parts === undefined) return { account: own };
  if (parts.service === "s3") return bucketOf(store, parts.resource, own);
  const account = /^\d{12}$/.test(parts.account) ? parts.account : own;
  if (parts.service === "iam") return { account, ...(await trustOf(store, action, resource, account)) };
  if (parts.service === "logs") return { account, ...(await ofLogs(store, account, parts.region)) };
  const of = WITH_POLICIES[parts.service];
  if (of === undefined) return { account };
  const arn = of(resource);
  const document = (await store.resources(parts.service))[arn]?.policy ?? undefined;
  if (document === undefined) return { account };
  // KMS Developer Guide, "Key policies": without a word of the key policy, IAM policies are ineffective.
  const isRequired = parts.service === "kms";
  return { account, policy: { name: `the policy of ${arn}`, document, account, isRequired } };
}

function same(arn: string): string {
  return arn;
}

async function bucketOf(store: Store, path: string, own: string): Promise<Resource> {
  const name = path.split("/", 1)[0] ?? path;
  const found = (await store.resources("s3"))[name];
  if (found === undefined) return { account: own };
  const { account, policy } = found;
  if (policy === undefined || policy === null) return { account };
  return { account, policy: { name: `the policy of bucket "${name}"`, document: policy, account, isRequired: false } };
}

/** A role is taken by whom its trust policy names; IAM User Guide, "Policy evaluation logic", role trust policies. */
async function trustOf(
  store: Store,
  action: string,
  arn: string,
  account: string,
): Promise<{ policy?: ResourcePolicy }> {
  if (!action.startsWith("sts:")) return {};
  const role = (await store.identities()).role(arn);
  if (role === undefined) return {};
  return {
    policy: { name: `the trust policy of role "${role.name}"`, document: role.trust, account, isRequired: true },
  };
}

/** CloudWatch Logs has policies of the account and Region, which name log groups themselves. */
async function ofLogs(store: Store, account: string, region: string): Promise<{ policy?: ResourcePolicy }> {
  const found = Object.entries(await store.resources("logs")).filter(([name, one]) => {
    return name.startsWith("policy/") && one.account === account && one.region === region;
  });
  if (found.length === 0) return {};
  const statements = found.flatMap(([, { policy }]) => statementsIn(policy ?? ""));
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  return { policy: { name: "the resource policies of CloudWatch Logs", document, account, isRequired: false } };
}

function statementsIn(document: string): readonly unknown[] {
  // A document that is none is found fault with by the evaluator, as it is.
  const { Statement: statements } = JSON.parse(document) as { readonly Statement?: unknown };
  return Array.isArray(statements) ? statements : [statements];
}
