/** The condition keys of a caller and a request. Source: IAM User Guide, "AWS global condition context keys". */
import type { IncomingHttpHeaders } from "node:http";
import type { Principal } from "../model";
import type { Tags } from "../facts";
import { sessionFacts } from "./session-facts";

/** What a request says of itself; absent where a service does something by itself. */
export interface RequestFacts {
  readonly region: string;
  readonly headers?: IncomingHttpHeaders | undefined;
  /** The resource that a service acts for. */
  readonly sourceArn?: string | undefined;
  /** The service that makes a call in the name of its caller, `athena.amazonaws.com`. */
  readonly viaService?: string | undefined;
}

const SERVICE_TYPE = "AWSService";

/**
 * @param tags - of the principal's user or role
 * @param now - the time of the request
 */
export function globalKeys(
  principal: Principal,
  request: RequestFacts,
  tags: Tags,
  now = new Date(),
): Map<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  const set = (key: string, value: string | undefined): void => void (value !== undefined && keys.set(key, [value]));
  ofPrincipal(principal, set);
  const session = sessionFacts(principal);
  for (const [key, value] of [...tags, ...(session?.tags ?? [])]) set(`aws:principaltag/${key.toLowerCase()}`, value);
  if (session !== undefined) {
    set("aws:tokenissuetime", isoSeconds(session.issuedAt));
    set("aws:multifactorauthpresent", String(session.hasMfa === true));
    set("aws:federatedprovider", session.federatedProvider);
    set("aws:sourceidentity", session.sourceIdentity);
  }
  set("aws:currenttime", isoSeconds(now));
  set("aws:epochtime", String(Math.floor(now.getTime() / 1000)));
  set("aws:requestedregion", request.region);
  // The endpoint is plain HTTP, but nothing leaves the machine: a policy that demands TLS must not refuse what it lets through
  // on AWS, where the same client speaks it. Amazon S3: `s3:TlsVersion`.
  set("aws:securetransport", "true");
  set("s3:tlsversion", "1.3");
  if (request.viaService === undefined && principal.kind !== "service") set("aws:sourceip", "127.0.0.1");
  set("aws:useragent", request.headers?.["user-agent"]);
  set("aws:referer", request.headers?.referer);
  set("aws:viaawsservice", String(request.viaService !== undefined));
  for (const key of ["aws:calledvia", "aws:calledviafirst", "aws:calledvialast"]) set(key, request.viaService);
  set("aws:sourcearn", request.sourceArn);
  const sourceAccount = request.sourceArn?.split(":")[4];
  if (sourceAccount !== "") set("aws:sourceaccount", sourceAccount);
  return keys;
}

/** The table of principals in "IAM policy elements: Variables and tags", "Request information that you can use". */
function ofPrincipal(principal: Principal, set: (key: string, value: string | undefined) => void): void {
  set("aws:principalisawsservice", String(principal.kind === "service"));
  switch (principal.kind) {
    case "service":
      set("aws:principaltype", SERVICE_TYPE);
      set("aws:principalservicename", principal.service);
      return;
    case "anonymous":
      set("aws:principaltype", "Anonymous");
      set("aws:userid", "anonymous");
      return;
    case "root":
      set("aws:principaltype", "Account");
      set("aws:userid", principal.account);
      break;
    case "user":
      set("aws:principaltype", sessionFacts(principal)?.userArn === undefined ? "User" : "FederatedUser");
      set("aws:userid", principal.id);
      set("aws:username", sessionFacts(principal)?.userArn === undefined ? principal.name : undefined);
      break;
    case "session":
      set("aws:principaltype", "AssumedRole");
      set("aws:userid", principal.id);
      break;
  }
  set("aws:principalaccount", principal.account);
  // Of a session it is the ARN of the role.
  set("aws:principalarn", principal.kind === "session" ? principal.roleArn : principal.arn);
}

function isoSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
