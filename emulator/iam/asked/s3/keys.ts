/** Condition keys of S3. Source: Service Authorization Reference, "Condition keys for Amazon S3". */
import type { ApiCall } from "../api-call";
import type { ActionRule } from "../reference";
import type { Target } from "./target";
import { tagsIn, textOf } from "./xml";

/** What is asked on: the object of the request, or another one that it names. */
export interface Subject {
  readonly bucket: string;
  readonly key: string | undefined;
  readonly versionId: string | undefined;
}

type Values = Map<string, readonly string[]>;

/** Only keys that the reference has for the action. */
export async function s3Keys(call: ApiCall, target: Target, rule: ActionRule, subject: Subject): Promise<Values> {
  const values: Values = new Map();
  const { headers, body } = call.request;
  const set = (key: string, value: string | readonly string[] | null | undefined) => {
    if (value === null || value === undefined || !rule.keys.has(key)) return;
    values.set(key, typeof value === "string" ? [value] : value);
  };
  for (const key of rule.keys) {
    const name = key.slice("s3:".length);
    const header = name.startsWith("object-lock-") ? `x-amz-${name}` : name;
    if (/^(x-amz-|object-lock-|if-)/.test(name)) set(key, headers[header]);
  }
  for (const name of ["prefix", "delimiter", "max-keys"]) set(`s3:${name}`, target.query.get(name));
  set("s3:versionid", subject.versionId);
  set("s3:signatureversion", signatureVersion(call, target));
  set("s3:authtype", target.query.has("X-Amz-Signature") ? "REST-QUERY-STRING" : authorized(call));
  if (rule.action === "s3:CreateBucket")
    set("s3:locationconstraint", textOf(body.toString("utf8"), "LocationConstraint"));
  set("s3:resourceaccount", await accountOf(call, subject));
  addRequestTags(values, call, target, rule);
  await addObjectTags(values, call, rule, subject);
  return values;
}

function signatureVersion({ request }: ApiCall, { query }: Target): string | undefined {
  const algorithm = query.get("X-Amz-Algorithm") ?? request.headers.authorization?.split(" ")[0];
  return algorithm === "AWS" ? "AWS" : algorithm?.startsWith("AWS4-") === true ? algorithm : undefined;
}

function authorized({ request }: ApiCall): string | undefined {
  return request.headers.authorization === undefined ? undefined : "REST-HEADER";
}

async function accountOf(call: ApiCall, { bucket }: Subject): Promise<string | undefined> {
  if (!call.facts.mentions("s3:resourceaccount")) return undefined;
  return (await call.facts.bucket(bucket))?.account ?? call.place.account;
}

/** Tags that an object gets: in a header, or in the body of PutObjectTagging. */
function addRequestTags(values: Values, call: ApiCall, target: Target, rule: ActionRule): void {
  if (!rule.keys.has("s3:requestobjecttag/<key>")) return;
  const header = call.request.headers["x-amz-tagging"];
  const tags = target.query.has("tagging")
    ? tagsIn(call.request.body.toString("utf8"))
    : new Map(new URLSearchParams(typeof header === "string" ? header : ""));
  for (const [key, value] of tags) values.set(`s3:requestobjecttag/${key.toLowerCase()}`, [value]);
  if (tags.size > 0) values.set("s3:requestobjecttagkeys", [...tags.keys()]);
}

async function addObjectTags(values: Values, call: ApiCall, rule: ActionRule, subject: Subject): Promise<void> {
  const { bucket, key, versionId } = subject;
  if (key === undefined || !rule.keys.has("s3:existingobjecttag/<key>")) return;
  if (!call.facts.mentions("s3:existingobjecttag/")) return;
  const object = await call.facts.object(bucket, key, versionId);
  for (const [name, value] of object?.tags ?? []) values.set(`s3:existingobjecttag/${name.toLowerCase()}`, [value]);
}
