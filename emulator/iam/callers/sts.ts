/** AWS STS: credentials for some time, and who one is. Source: AWS Security Token Service API Reference. */
import { placeIn, type Place } from "../../../aws/place";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import { protocolError } from "../../edge/protocol";
import { deniedAnswer } from "../answers/denied";
import type { IamMode } from "../authority-types";
import type { Judge } from "../judge";
import type { Principal } from "../model";
import type { Store } from "../store/store";
import { denialOfToken, webIdentityOf } from "../trust/trust";
import { accountOf, rootPrincipal, sessionOf } from "./callers";
import { xmlAnswer, type XmlObject } from "./form";
import type { IssuedCredentials, IssuedKeys } from "./issued";
import { sessionFacts } from "./session-facts";
import { durationIn, type SessionWish, StsError, wishIn } from "./session-wish";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** How long credentials are good for, in seconds: by default, and at most. */
const OF_ROLE = { standard: 3_600, most: 43_200 };
const OF_USER = { standard: 43_200, most: 129_600 };

export interface StsOptions {
  readonly mode: IamMode;
  readonly store: Store;
  readonly judge: Judge;
  readonly issued: IssuedKeys;
}

type Answering = (request: EdgeRequest, caller: Principal, form: URLSearchParams) => Promise<EdgeResponse>;

export class Sts implements ServiceHandler {
  private readonly operations: Readonly<Record<string, Answering>> = {
    GetCallerIdentity: (_, caller) => Promise.resolve(xmlAnswer(NAMESPACE, "GetCallerIdentity", identityOf(caller))),
    AssumeRole: (request, caller, form) => this.assumeRole(request, caller, form),
    AssumeRoleWithWebIdentity: (request, _, form) => this.assumeWithToken(request, form),
    AssumeRoleWithSAML: (request, _, form) => this.assumeWithAssertion(request, form),
    GetSessionToken: (request, caller, form) => this.sessionToken(request, caller, form),
    GetFederationToken: (request, caller, form) => this.federationToken(request, caller, form),
  };

  constructor(private readonly options: StsOptions) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const answering = this.operations[request.operation];
    if (answering === undefined) return forward(request);
    const { account, region } = request.identity;
    const caller = request.caller ?? rootPrincipal(account, region);
    try {
      return await answering(request, caller, formOf(request));
    } catch (error) {
      if (!(error instanceof StsError)) throw error;
      return protocolError(request, { status: error.status, code: error.code, message: error.message });
    }
  }

  /** Whether the caller may has been asked: its identity, and the trust policy of the role. */
  private async assumeRole(request: EdgeRequest, caller: Principal, form: URLSearchParams): Promise<EdgeResponse> {
    const wish = await this.wish(form);
    const roleArn = required(form, "RoleArn");
    const former = sessionFacts(caller);
    const inherited = former === undefined ? [] : [...former.tags].filter(([key]) => former.transitive.has(key));
    const credentials = await this.takeRole(roleArn, caller, form, {
      ...wish,
      tags: new Map([...wish.tags, ...inherited]),
      transitive: new Set([...wish.transitive, ...inherited.map(([key]) => key)]),
    });
    return roleAnswer(request.operation, credentials);
  }

  private async assumeWithToken(request: EdgeRequest, form: URLSearchParams): Promise<EdgeResponse> {
    const wish = await this.wish(form);
    const roleArn = required(form, "RoleArn");
    const place = placeOfRole(roleArn, request);
    const token = webIdentityOf(required(form, "WebIdentityToken"), place);
    if (token === undefined)
      throw new StsError(
        "InvalidIdentityToken",
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
      );
    if (this.options.mode !== "off") {
      const denial = await denialOfToken(this.options.judge, place, roleArn, wish.sessionName, token);
      const sentence = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
      if (denial !== undefined && this.options.mode === "enforce") return deniedAnswer(request, { sentence });
    }
    const { provider, subject, audience } = token;
    const credentials = await this.takeRole(roleArn, undefined, form, { ...wish, federatedProvider: provider });
    const told = { SubjectFromWebIdentityToken: subject, Audience: audience, Provider: provider };
    return roleAnswer(request.operation, credentials, told);
  }

  /** The assertion is signed by a provider that nobody here knows; what it says is believed. */
  private async assumeWithAssertion(request: EdgeRequest, form: URLSearchParams): Promise<EdgeResponse> {
    const roleArn = required(form, "RoleArn");
    const provider = required(form, "PrincipalArn");
    const assertion = Buffer.from(required(form, "SAMLAssertion"), "base64").toString("utf8");
    const [, name] = /Attributes\/RoleSessionName"[^>]*>\s*<[^>]*AttributeValue[^>]*>([^<]+)</.exec(assertion) ?? [];
    if (name === undefined) throw new StsError("InvalidIdentityToken", "RoleSessionName is required in AuthnResponse");
    form.set("RoleSessionName", name);
    const wish = await this.wish(form);
    const credentials = await this.takeRole(roleArn, undefined, form, { ...wish, federatedProvider: provider });
    return roleAnswer(request.operation, credentials, { Subject: name, SubjectType: "persistent" });
  }

  private async takeRole(
    roleArn: string,
    caller: Principal | undefined,
    form: URLSearchParams,
    { sessionName, ...session }: SessionWish & { readonly federatedProvider?: string },
  ): Promise<IssuedCredentials> {
    const role = (await this.options.store.identities()).role(roleArn);
    // "Role chaining limits your AWS CLI or AWS API role session to a maximum of one hour."
    const isChained = caller?.kind === "session";
    const most = isChained ? OF_ROLE.standard : (role?.maximumSeconds ?? OF_ROLE.most);
    const seconds = durationIn(form, { standard: OF_ROLE.standard, most });
    return this.issue(sessionOf(roleArn, role?.id ?? "AROAUNKNOWNUNKNOWNXX", sessionName), session, seconds);
  }

  private async sessionToken(_: EdgeRequest, caller: Principal, form: URLSearchParams): Promise<EdgeResponse> {
    if (caller.kind !== "user" && caller.kind !== "root")
      throw new StsError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
    const hasMfa = form.has("TokenCode");
    const nothing = { tags: new Map<string, string>(), transitive: new Set<string>(), hasMfa };
    const credentials = this.issue({ ...caller }, nothing, durationIn(form, OF_USER));
    return Promise.resolve(xmlAnswer(NAMESPACE, "GetSessionToken", { Credentials: shown(credentials) }));
  }

  /** "You must call the GetFederationToken operation using the long-term security credentials of an IAM user." */
  private async federationToken(_: EdgeRequest, caller: Principal, form: URLSearchParams): Promise<EdgeResponse> {
    if (caller.kind !== "user" && caller.kind !== "root")
      throw new StsError("AccessDenied", "Cannot call GetFederationToken with session credentials", 403);
    const name = required(form, "Name");
    form.set("RoleSessionName", name);
    const { policies = [NOTHING], tags, transitive } = await this.wish(form);
    const { account } = caller;
    const arn = caller.arn.replace(":iam:", ":sts:").replace(/[^:]*$/, `federated-user/${name}`);
    const principal: Principal = { kind: "user", account, arn, id: `${account}:${name}`, name };
    const underlying = caller.kind === "root" ? { isAdministrator: true } : {};
    const session = { policies, tags, transitive, userArn: caller.arn, ...underlying };
    const credentials = this.issue(principal, session, durationIn(form, OF_USER));
    const user = { FederatedUserId: `${account}:${name}`, Arn: arn };
    return xmlAnswer(NAMESPACE, "GetFederationToken", { Credentials: shown(credentials), FederatedUser: user });
  }

  private wish(form: URLSearchParams): Promise<SessionWish> {
    return wishIn(form, this.options.store);
  }

  private issue(
    principal: Principal,
    session: Omit<Parameters<IssuedKeys["issue"]>[1], "issuedAt" | "expiresAt">,
    seconds: number,
  ): IssuedCredentials {
    const issuedAt = new Date();
    return this.options.issued.issue(principal, {
      ...session,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + seconds * 1_000),
    });
  }
}

/** What a federated user without a policy may do. */
const NOTHING = {
  name: "the session policy",
  document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"none:None","Resource":"*"}]}',
};

function formOf({ url, body }: EdgeRequest): URLSearchParams {
  const query = url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
  return new URLSearchParams([...new URLSearchParams(query), ...new URLSearchParams(body.toString("utf8"))]);
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value !== null && value !== "") return value;
  throw StsError.invalid(name, "null", "Member must not be null");
}

function placeOfRole(roleArn: string, { identity: { region, account } }: EdgeRequest): Place {
  return placeIn(region, /^arn:[^:]+:iam::(\d{12}):/.exec(roleArn)?.[1] ?? account);
}

function identityOf(caller: Principal): XmlObject {
  const account = accountOf(caller);
  if (account === undefined || caller.kind === "service" || caller.kind === "anonymous")
    throw new StsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  return { Arn: caller.arn, UserId: caller.kind === "root" ? account : caller.id, Account: account };
}

function roleAnswer(operation: string, credentials: IssuedCredentials, more: XmlObject = {}): EdgeResponse {
  const { principal } = credentials;
  const user = principal.kind === "session" ? { AssumedRoleId: principal.id, Arn: principal.arn } : {};
  return xmlAnswer(NAMESPACE, operation, {
    ...more,
    AssumedRoleUser: user,
    Credentials: shown(credentials),
    PackedPolicySize: 6,
  });
}

function shown({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: IssuedCredentials): XmlObject {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: `${expiresAt.toISOString().slice(0, 19)}Z`,
  };
}
