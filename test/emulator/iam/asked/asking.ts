/** Calls to ask about, and live things for them to be about. */
import { placeIn } from "../../../../aws/place";
import type { EdgeRequest } from "../../../../emulator/edge/messages";
import { identify, operationOf } from "../../../../emulator/edge/recognise";
import { askedBy } from "../../../../emulator/iam/asked";
import type { BucketFacts, Facts, ObjectFacts, Route } from "../../../../emulator/iam/facts";
import type { Ask, Principal } from "../../../../emulator/iam/model";
import { ROUTES } from "./routes";

export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
export const PLACE = placeIn(REGION, ACCOUNT);

const CALLER: Principal = {
  kind: "session",
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/one`,
  id: "AROAEXAMPLEEXAMPLE00:one",
  roleArn: `arn:aws:iam::${ACCOUNT}:role/worker`,
};

export interface World {
  /** `kind name` -> ARN */
  readonly arns?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** ARN of a resource -> ARN of its key */
  readonly keys?: Readonly<Record<string, string>>;
  readonly awsKeys?: readonly string[];
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly boundaries?: Readonly<Record<string, string>>;
  readonly partitionKeys?: Readonly<Record<string, string>>;
  readonly buckets?: Readonly<Record<string, Partial<BucketFacts>>>;
  /** `bucket/key` */
  readonly objects?: Readonly<Record<string, { kmsKey?: string; tags?: Readonly<Record<string, string>> }>>;
  /** Beginnings of the condition keys that policies look at. @default all */
  readonly mentioned?: readonly string[];
  readonly caller?: Principal;
}

export function factsOf(world: World = {}): Facts {
  const mapOf = (pairs: Readonly<Record<string, string>> = {}) => new Map(Object.entries(pairs));
  return {
    mentions: (prefix) => world.mentioned?.some((start) => start.startsWith(prefix)) ?? true,
    arnOf: (kind, _, name) => Promise.resolve(world.arns?.[`${kind} ${name}`]),
    tagsOf: (arn) => Promise.resolve(mapOf(world.tags?.[arn])),
    kmsKeyOf: (arn) => Promise.resolve(world.keys?.[arn]),
    isAwsManagedKey: (arn) => Promise.resolve(world.awsKeys?.includes(arn) ?? false),
    aliasesOf: (arn) => Promise.resolve(world.aliases?.[arn] ?? []),
    boundaryOf: (arn) => Promise.resolve(world.boundaries?.[arn]),
    partitionKeyOf: (arn) => Promise.resolve(world.partitionKeys?.[arn]),
    bucket: (name) => {
      const known = world.buckets?.[name];
      const defaults = { account: ACCOUNT, region: REGION, hasBucketKey: false, mayHoldEncrypted: true };
      return Promise.resolve(known === undefined ? undefined : { ...defaults, ...known });
    },
    object: (bucket, key): Promise<ObjectFacts | undefined> => {
      const known = world.objects?.[`${bucket}/${key}`];
      return Promise.resolve(known === undefined ? undefined : { kmsKey: known.kmsKey, tags: mapOf(known.tags) });
    },
    routesOf: (service): Promise<readonly Route[]> => Promise.resolve(ROUTES[service] ?? []),
  };
}

export interface Http {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly isUnsigned?: boolean;
}

export function request({ service, method, url, headers = {}, body = "", isUnsigned = false }: Http): EdgeRequest {
  const scope = `ASIAEXAMPLEEXAMPLE00/20260101/${REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const all = { host: "127.0.0.1:4566", ...(isUnsigned ? {} : { authorization }), ...headers };
  const [path = "/", search = ""] = url.split("?");
  const query = new URLSearchParams(search);
  const identity = { ...identify(all, query), account: ACCOUNT };
  const bytes = Buffer.from(body);
  const operation = operationOf(identity, method, path, all, query, bytes);
  return { identity, operation, method, url, headers: all, body: bytes };
}

export function ask(http: Http, world: World = {}): Promise<readonly Ask[]> {
  return askedBy(request(http), world.caller ?? CALLER, PLACE, factsOf(world));
}

/** A call of a JSON protocol. */
export function json(
  service: string,
  operation: string,
  body: object = {},
  world: World = {},
): Promise<readonly Ask[]> {
  const headers = { "x-amz-target": `Target.${operation}`, "content-type": "application/x-amz-json-1.1" };
  return ask({ service, method: "POST", url: "/", headers, body: JSON.stringify(body) }, world);
}

/** A call of the query protocol. */
export function form(
  service: string,
  operation: string,
  members: Readonly<Record<string, string>> = {},
  world: World = {},
): Promise<readonly Ask[]> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams({ Action: operation, Version: "2010-05-08", ...members }).toString();
  return ask({ service, method: "POST", url: "/", headers, body }, world);
}

/** A call of a REST protocol with JSON. */
export function rest(
  service: string,
  method: string,
  url: string,
  body?: object,
  world: World = {},
): Promise<readonly Ask[]> {
  return ask({ service, method, url, body: body === undefined ? "" : JSON.stringify(body) }, world);
}

export function s3(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
  world: World = {},
): Promise<readonly Ask[]> {
  return ask({ service: "s3", method, url, headers, body }, world);
}

/** `batch:SubmitJob job-queue/q`: ARNs of the test's own place without that. */
export function short(asks: readonly Ask[]): readonly string[] {
  return asks.map(({ action, resource }) => {
    const [service] = action.split(":");
    const here = resource
      .replace(`arn:aws:${service}:${REGION}:${ACCOUNT}:`, "")
      .replace(`arn:aws:iam::${ACCOUNT}:`, "")
      .replace(/^arn:aws:s3:::/, "");
    return `${action} ${here}`;
  });
}

/** What conditions may look at in the one ask for an action. */
export function contextOf(asks: readonly Ask[], action: string): Readonly<Record<string, readonly string[]>> {
  const found = asks.filter((one) => one.action === action);
  if (found.length !== 1) throw new Error(`${found.length} asks for ${action}: ${short(asks).join(", ")}`);
  return Object.fromEntries(found[0]?.context ?? []);
}
