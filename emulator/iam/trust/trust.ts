/** Who may take a role: services, and those for whom an identity provider vouches. */
import type { Place } from "../../../aws/place";
import type { RoleWanted } from "../authority-types";
import type { Denial, Judge } from "../judge";
import type { Ask } from "../model";

/** The trust policy of a role decides whether a service may take it. */
export function denialOfService(judge: Judge, place: Place, want: RoleWanted): Promise<Denial | undefined> {
  const { service, roleArn, sourceArn } = want;
  const ask = assumption("sts:AssumeRole", roleArn, want.sessionName);
  return judge.denialOf(place, { kind: "service", service }, [ask], { sourceArn });
}

/** The same of somebody with a token, whose signature nobody here can check. */
export function denialOfToken(
  judge: Judge,
  place: Place,
  roleArn: string,
  sessionName: string,
  token: WebIdentity,
): Promise<Denial | undefined> {
  const ask = assumption("sts:AssumeRoleWithWebIdentity", roleArn, sessionName, token.keys);
  return judge.denialOf(place, { kind: "anonymous" }, [ask], {});
}

function assumption(action: string, resource: string, sessionName: string, more: Ask["context"] = new Map()): Ask {
  return { action, resource, context: new Map([["sts:rolesessionname", [sessionName]], ...more]) };
}

export interface WebIdentity {
  /** As `aws:FederatedProvider` has it. */
  readonly provider: string;
  readonly subject: string;
  readonly audience: string;
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** Providers whom a policy names without an ARN: IAM User Guide, "Principal", OIDC federated principals. */
const BUILT_IN = new Set([
  "accounts.google.com",
  "www.amazon.com",
  "graph.facebook.com",
  "cognito-identity.amazonaws.com",
]);

/**
 * @param place - the account in which the provider is
 * @returns undefined when the text is no JSON web token
 */
export function webIdentityOf(token: string, { partition, account }: Place): WebIdentity | undefined {
  const claims = claimsIn(token);
  const issuer = textIn(claims["iss"])[0]?.replace(/^https:\/\//, "");
  const subject = textIn(claims["sub"])[0];
  if (issuer === undefined || subject === undefined) return undefined;
  const provider = BUILT_IN.has(issuer) ? issuer : `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
  const audience = textIn(claims["azp"] ?? claims["aud"]);
  // IAM User Guide, "IAM and AWS STS condition context keys", available keys for AWS OIDC federation.
  const keys = new Map<string, readonly string[]>([["aws:federatedprovider", [provider]]]);
  for (const name of ["amr", "email", "sub"]) {
    const values = textIn(claims[name]);
    if (values.length > 0) keys.set(`${issuer.toLowerCase()}:${name}`, values);
  }
  if (audience.length > 0) keys.set(`${issuer.toLowerCase()}:aud`, audience);
  const asked = textIn(claims["aud"]);
  if (asked.length > 0) keys.set(`${issuer.toLowerCase()}:oaud`, asked);
  return { provider, subject, audience: audience[0] ?? "", keys };
}

function claimsIn(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    // The members of an object are unknown until they are looked at one by one.
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textIn(claim: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return all.filter((one) => typeof one === "string");
}
