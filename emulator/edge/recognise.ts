/** Reads from an HTTP request which AWS call it is: service, region, account and operation. */
import type { IncomingHttpHeaders } from "node:http";
import { ACCOUNT } from "../../aws/place";

/** The account of callers that name none (anonymous and presigned requests without one, unknown key ids). */
export const DEFAULT_ACCOUNT = "123456789012";
const DEFAULT_REGION = "us-east-1";

export interface CallIdentity {
  /** Signing name of the service in lower case, e.g. `glue`, `s3`, `states`; `s3` for unsigned requests. */
  readonly service: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /**
   * False for key ids that AWS (here: moto's IAM or STS) issued: then the back end knows the account that the key belongs
   * to, and `account` is only the default.
   */
  readonly accountIsChosen: boolean;
}

interface Credential {
  readonly accessKeyId: string;
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** Key ids that AWS issues: AKIA.., ASIA.. and moto's LSIA..: 20 upper-case letters and digits. */
const ISSUED_KEY_ID = /^[A-Z0-9]{20}$/;

/** Whether an access key id looks like one that AWS has issued. */
export function isIssuedKeyId(keyId: string): boolean {
  return ISSUED_KEY_ID.test(keyId);
}

/** The access key id of a call; undefined: it is anonymous. */
export function accessKeyIdOf(headers: IncomingHttpHeaders, query: URLSearchParams): string | undefined {
  return credentialOf(headers, query)?.accessKeyId;
}

/** Services whose X-Amz-Target starts with another word than the signing name, for requests without a signature. */
const UNSIGNED_TARGETS: Readonly<Record<string, string>> = {
  AWSCognitoIdentityProviderService: "cognito-idp",
  AWSCognitoIdentityService: "cognito-identity",
};

/**
 * @param headers - request headers, lower-case names
 * @param query - decoded query parameters
 */
export function identify(headers: IncomingHttpHeaders, query: URLSearchParams): CallIdentity {
  const credential = credentialOf(headers, query);
  const keyId = credential?.accessKeyId ?? "";
  const namesAccount = ACCOUNT.test(keyId);
  return {
    service: credential?.service?.toLowerCase() ?? unsignedService(headers),
    region: credential?.region ?? DEFAULT_REGION,
    account: namesAccount ? keyId : DEFAULT_ACCOUNT,
    accountIsChosen: namesAccount || !isIssuedKeyId(keyId),
  };
}

function credentialOf(headers: IncomingHttpHeaders, query: URLSearchParams): Credential | undefined {
  const authorization = headers.authorization ?? "";
  const scope = /Credential=([^,\s]+)/.exec(authorization)?.[1] ?? query.get("X-Amz-Credential");
  if (scope !== null && scope !== undefined) return fromScope(scope);
  // Signature version 2: `AWS <key id>:<signature>`, or in the query of an old presigned URL. Only S3 still has it.
  const old = /^AWS ([^:]+):/.exec(authorization)?.[1] ?? query.get("AWSAccessKeyId");
  return old === null ? undefined : { accessKeyId: old, region: undefined, service: "s3" };
}

/** `<key id>/<date>/<region>/<service>/aws4_request`; signature version 4a leaves the region out. */
function fromScope(scope: string): Credential | undefined {
  const parts = scope.split("/");
  const accessKeyId = parts[0];
  if (accessKeyId === undefined || parts.length < 4) return undefined;
  const hasRegion = parts.length >= 5;
  return { accessKeyId, region: hasRegion ? parts[2] : undefined, service: parts.at(-2) };
}

function unsignedService(headers: IncomingHttpHeaders): string {
  const target = headerText(headers["x-amz-target"]).split(".")[0] ?? "";
  return UNSIGNED_TARGETS[target] ?? "s3";
}

/**
 * A short name of the operation, for the log and the counters: the API's name where the request says it (JSON and query
 * protocols), otherwise method and path.
 *
 * @param body - the request body when it is known; the query protocol names its action there
 */
export function operationOf(
  identity: CallIdentity,
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  body: Buffer | undefined,
): string {
  const target = headerText(headers["x-amz-target"]);
  if (target !== "") return target.slice(target.lastIndexOf(".") + 1);
  // Smithy RPC v2 (CBOR), which newer SDKs use for some services
  const rpc = /^\/service\/[^/]+\/operation\/(\w+)$/.exec(path)?.[1];
  if (rpc !== undefined) return rpc;
  const action = query.get("Action") ?? formAction(body);
  if (action !== null && action !== undefined) return action;
  if (identity.service === "s3") return s3Operation(method, path, query);
  return `${method} ${path}`;
}

function formAction(body: Buffer | undefined): string | undefined {
  if (body === undefined) return undefined;
  return /(?:^|&)Action=(\w+)/.exec(body.toString("latin1"))?.[1];
}

/** E.g. `PUT object`, `GET bucket?versioning`: buckets and keys are data, the sub-resource is the operation. */
function s3Operation(method: string, path: string, query: URLSearchParams): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  const subject = segments.length === 0 ? "service" : segments.length === 1 ? "bucket" : "object";
  const subResource = [...query].find(([key, value]) => value === "" && !key.startsWith("X-Amz"))?.[0];
  return `${method} ${subject}${subResource === undefined ? "" : `?${subResource}`}`;
}

function headerText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? (value[0] ?? "") : (value ?? "");
}
