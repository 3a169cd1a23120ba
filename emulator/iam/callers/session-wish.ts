/** What a request to STS wants a session to be. Source: AWS Security Token Service API Reference, AssumeRole. */
import type { NamedPolicy } from "../model";
import { compilePolicy, PolicyError } from "../policy";
import type { Store } from "../store/store";
import { membersOf, tagsIn } from "./form";

/** What STS refuses a request with. */
export class StsError extends Error {
  override readonly name = "StsError";

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }

  static invalid(name: string, value: string, constraint: string): StsError {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    const shown = value === "null" ? "null" : `'${value}'`;
    return new StsError(
      "ValidationError",
      `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
    );
  }
}

export interface SessionWish {
  readonly sessionName: string;
  readonly policies?: readonly NamedPolicy[];
  readonly tags: ReadonlyMap<string, string>;
  readonly transitive: ReadonlySet<string>;
  readonly hasMfa: boolean;
  readonly sourceIdentity?: string;
}

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const LONGEST_POLICY = 2_048;
const MOST_POLICIES = 10;
const MOST_TAGS = 50;
const SHORTEST_SECONDS = 900;

/** @throws StsError */
export async function wishIn(form: URLSearchParams, store: Store): Promise<SessionWish> {
  const sessionName = form.get("RoleSessionName") ?? "";
  if (!SESSION_NAME.test(sessionName)) {
    const constraint = "Member must satisfy regular expression pattern: [\\w+=,.@-]*, length from 2 to 64";
    throw StsError.invalid("RoleSessionName", sessionName === "" ? "null" : sessionName, constraint);
  }
  const tags = tagsIn(form, "Tags");
  if (tags.size > MOST_TAGS)
    throw StsError.invalid("Tags", String(tags.size), `Member must have length less than or equal to ${MOST_TAGS}`);
  const sourceIdentity = form.get("SourceIdentity");
  const policies = await policiesIn(form, store);
  if (policies.length > 0) store.noteDocuments(policies);
  return {
    sessionName,
    ...(policies.length === 0 ? {} : { policies }),
    tags,
    transitive: new Set(membersOf(form, "TransitiveTagKeys")),
    hasMfa: form.has("TokenCode"),
    ...(sourceIdentity === null ? {} : { sourceIdentity }),
  };
}

async function policiesIn(form: URLSearchParams, store: Store): Promise<NamedPolicy[]> {
  const document = form.get("Policy");
  const policies: NamedPolicy[] = document === null ? [] : [inline(document)];
  for (let at = 1; at <= MOST_POLICIES; at += 1) {
    const arn = form.get(`PolicyArns.member.${at}.arn`);
    if (arn === null) break;
    const managed = await store.managedPolicy(arn);
    if (managed === undefined)
      throw new StsError("ValidationError", `The policy ${arn} does not exist or is not attachable`);
    policies.push({ name: arn, document: managed });
  }
  return policies;
}

function inline(document: string): NamedPolicy {
  if (document.length > LONGEST_POLICY)
    throw StsError.invalid("Policy", document, `Member must have length less than or equal to ${LONGEST_POLICY}`);
  const policy = { name: "the session policy", document };
  try {
    compilePolicy(policy, "identity");
  } catch (error) {
    if (error instanceof PolicyError) throw new StsError("MalformedPolicyDocument", error.message);
    throw error;
  }
  return policy;
}

/** @param seconds - if the request says nothing, and at most */
export function durationIn(
  form: URLSearchParams,
  seconds: { readonly standard: number; readonly most: number },
): number {
  const text = form.get("DurationSeconds");
  if (text === null) return Math.min(seconds.standard, seconds.most);
  const wanted = Number(text);
  if (!Number.isInteger(wanted) || wanted < SHORTEST_SECONDS)
    throw StsError.invalid(
      "DurationSeconds",
      text,
      `Member must have value greater than or equal to ${SHORTEST_SECONDS}`,
    );
  if (wanted > seconds.most)
    throw new StsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  return wanted;
}
