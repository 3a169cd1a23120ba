/** A live account that tests make: what moto would answer, and the parts of authorization on it. */
import type { EdgeRequest } from "../../../emulator/edge/messages";
import { Iam, type IamMode } from "../../../emulator/iam";
import type { AskMoto, IdentitiesAnswer, MotoAnswers, ResourceAnswer } from "../../../emulator/iam/store/questions";

export const ACCOUNT = "111122223333";
export const OTHER = "444455556666";
export const REGION = "eu-west-1";

/** A document with one statement. */
export function policy(statement: object | readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statement });
}

export function allow(action: string | readonly string[], resource: string | readonly string[] = "*"): string {
  return policy({ Sid: "Granted", Effect: "Allow", Action: action, Resource: resource });
}

export function trusts(principal: object, more: object = {}): string {
  return policy({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more });
}

export const roleArn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
export const userArn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:user/${name}`;

export class Account {
  readonly identities: {
    -readonly [Kind in keyof IdentitiesAnswer]: Record<string, IdentitiesAnswer[Kind][string]>;
  } = { users: {}, roles: {}, groups: {}, profiles: {}, names: {}, keys: {}, policies: {} };
  readonly resources: Record<string, Record<string, ResourceAnswer>> = {};
  readonly objects: Record<string, MotoAnswers["object"]> = {};
  readonly tags: Record<string, Record<string, string>> = {};
  readonly managed: Record<string, string> = {};
  /** Every question that was asked. */
  readonly asked: string[] = [];

  role(
    name: string,
    document: string,
    more: { trust?: string; account?: string; boundary?: string; tags?: Record<string, string> } = {},
  ): string {
    const { account = ACCOUNT, trust = trusts({ AWS: account }), boundary = null, tags = {} } = more;
    const arn = roleArn(name, account);
    this.identities.roles[arn] = {
      ...{ account, name, id: `AROA${name.toUpperCase()}`, inline: { own: document }, attached: [], boundary, tags },
      ...{ trust, maximumSeconds: 3_600 },
    };
    return arn;
  }

  user(name: string, keyId: string, document: string, active = true): string {
    const arn = userArn(name);
    const policies = { inline: { own: document }, attached: [], boundary: null, tags: {} };
    this.identities.users[arn] = { account: ACCOUNT, name, id: `AIDA${name.toUpperCase()}`, groups: [], ...policies };
    this.identities.keys[keyId] = { user: arn, active };
    return arn;
  }

  resource(service: string, arn: string, facts: Partial<ResourceAnswer> = {}): void {
    this.resources[service] = { ...this.resources[service], [arn]: { account: ACCOUNT, region: REGION, ...facts } };
  }

  readonly ask: AskMoto = <Q extends keyof MotoAnswers>(question: Q, of: Readonly<Record<string, string>> = {}) => {
    this.asked.push([question, ...Object.values(of)].join(" "));
    const answers: MotoAnswers = {
      identities: this.identities,
      resources: this.resources[of["service"] ?? ""] ?? {},
      tags: this.tags[of["arn"] ?? ""] ?? {},
      named: this.named(of["kind"] ?? "", of["name"] ?? ""),
      object: this.objects[`${of["bucket"]}/${of["key"]}`] ?? null,
      routes: [],
      "managed-policy": this.managed[of["arn"] ?? ""] ?? null,
      "partition-key": null,
    };
    // A reading is of what was there when it was asked for.
    return Promise.resolve(structuredClone(answers[question]));
  };

  private named(kind: string, name: string): string | null {
    const role = Object.entries(this.identities.roles).find(([, one]) => one.name === name)?.[0];
    return kind === "iam:role" ? (role ?? null) : null;
  }

  iam(mode: IamMode = "enforce"): Iam {
    return new Iam({ mode, ask: this.ask, tagsAtEdge: () => undefined });
  }
}

export interface CallWish {
  readonly service?: string;
  readonly operation?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly account?: string;
}

/** A call as the edge has recognised it. */
export function callOf(wish: CallWish): EdgeRequest {
  const {
    service = "dynamodb",
    operation = "GetItem",
    method = "POST",
    url = "/",
    body = "",
    account = ACCOUNT,
  } = wish;
  return {
    identity: { service, region: REGION, account, accountIsChosen: true },
    ...{ operation, method, url, headers: wish.headers ?? {}, body: Buffer.from(body) },
  };
}

/** A call of the JSON protocol. */
export function jsonCall(service: string, operation: string, body: object, prefix = "X"): EdgeRequest {
  const headers = { "x-amz-target": `${prefix}.${operation}`, "content-type": "application/x-amz-json-1.0" };
  return callOf({ service, operation, headers, body: JSON.stringify(body) });
}

/** A call of the query protocol. */
export function formCall(
  service: string,
  operation: string,
  members: Readonly<Record<string, string>> = {},
): EdgeRequest {
  const body = new URLSearchParams({ Action: operation, Version: "2011-06-15", ...members }).toString();
  return callOf({ service, operation, headers: { "content-type": "application/x-www-form-urlencoded" }, body });
}

export const authorization = (keyId: string, service = "dynamodb") => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
