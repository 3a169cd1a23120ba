/** What a request to S3 asks for: method, path, query and headers say it, and two bodies. */
import { bucketArn, iamArn } from "../../../../aws/arns";
import type { EdgeRequest } from "../../../edge/messages";
import type { Ask } from "../../model";
import type { ApiCall } from "../api-call";
import { askOf } from "../context";
import { knownRuleOf, ruleOf } from "../reference";
import type { Need } from "../rules";
import { readingNeeds, writingNeeds } from "./encryption";
import { type Subject, s3Keys } from "./keys";
import { bucketActions, objectActions } from "./operations";
import { type Target, copySource, targetOf } from "./target";
import { deletedObjects, textOf } from "./xml";

export async function s3Asks(call: ApiCall): Promise<readonly Ask[]> {
  const target = targetOf(call.request);
  const subject: Subject | undefined =
    target.bucket === undefined
      ? undefined
      : { bucket: target.bucket, key: target.key, versionId: target.query.get("versionId") ?? undefined };
  if (subject === undefined) return [await ask(call, target, "ListAllMyBuckets", undefined)];
  const actions =
    subject.key === undefined ? bucketNeeds(call, target, subject) : await objectNeeds(call, target, subject);
  const asks = actions.map(([action, on]) => ask(call, target, action, on));
  const dependent = await dependentNeeds(call, target, subject);
  const keys = dependent.map((need) => askOf(call, need, {}));
  return distinct(await Promise.all([...asks, ...keys]));
}

type Action = readonly [action: string, on: Subject];

function bucketNeeds({ request }: ApiCall, { method, query }: Target, subject: Subject): readonly Action[] {
  const { headers, body } = request;
  if (method === "POST" && query.has("delete")) {
    return deletedObjects(body).map(({ key, versionId }) => [
      versionId === undefined ? "DeleteObject" : "DeleteObjectVersion",
      { ...subject, key, versionId },
    ]);
  }
  // A form of a web page that uploads; its key is in the form.
  if (method === "POST" && query.size === 0) return [["PutObject", { ...subject, key: "*" }]];
  const actions = [...bucketActions(method, query)];
  if (actions[0] === "CreateBucket") {
    // Amazon S3 API Reference, CreateBucket: "If you set the ACL to private, or if you don't specify any ACLs, only the
    // s3:CreateBucket permission is required."
    if (hasAcl(request) && headers["x-amz-acl"] !== "private") actions.push("PutBucketAcl");
    if (headers["x-amz-bucket-object-lock-enabled"] === "true")
      actions.push("PutBucketObjectLockConfiguration", "PutBucketVersioning");
    if (headers["x-amz-object-ownership"] !== undefined) actions.push("PutBucketOwnershipControls");
  }
  return actions.map((action) => [action, subject]);
}

async function objectNeeds(call: ApiCall, { method, query }: Target, subject: Subject): Promise<readonly Action[]> {
  const { headers } = call.request;
  const actions = objectActions(method, query).map((action): Action => [action, subject]);
  const bypasses = headers["x-amz-bypass-governance-retention"] === "true";
  if (bypasses) actions.push(["BypassGovernanceRetention", subject]);
  if (actions[0]?.[0] !== "PutObject" || query.has("uploadId")) {
    if (headers["x-amz-copy-source"] !== undefined && method === "PUT") actions.push(readOf(sourceOf(headers)));
    return actions;
  }
  if (headers["x-amz-tagging"] !== undefined) actions.push(["PutObjectTagging", subject]);
  if (hasAcl(call.request)) actions.push(["PutObjectAcl", subject]);
  if (headers["x-amz-object-lock-mode"] !== undefined) actions.push(["PutObjectRetention", subject]);
  if (headers["x-amz-object-lock-legal-hold"] !== undefined) actions.push(["PutObjectLegalHold", subject]);
  return headers["x-amz-copy-source"] === undefined ? actions : [...actions, ...(await copyNeeds(call, subject))];
}

/** A copy reads its source, and takes its tags along unless the request gives others. */
async function copyNeeds({ request, facts }: ApiCall, subject: Subject): Promise<readonly Action[]> {
  const source = sourceOf(request.headers);
  const takesTags = request.headers["x-amz-tagging-directive"] !== "REPLACE";
  const tags = takesTags ? (await facts.object(source.bucket, source.key ?? "", source.versionId))?.tags : undefined;
  if (tags === undefined || tags.size === 0) return [readOf(source)];
  const read = source.versionId === undefined ? "GetObjectTagging" : "GetObjectVersionTagging";
  return [readOf(source), [read, source], ["PutObjectTagging", subject]];
}

function readOf(source: Subject): Action {
  return [source.versionId === undefined ? "GetObject" : "GetObjectVersion", source];
}

function sourceOf(headers: EdgeRequest["headers"]): Subject {
  const header = headers["x-amz-copy-source"];
  return copySource(typeof header === "string" ? header : "");
}

function hasAcl({ headers }: EdgeRequest): boolean {
  return Object.keys(headers).some((name) => name === "x-amz-acl" || name.startsWith("x-amz-grant-"));
}

/** Keys that objects are encrypted with, and the role that replicates them. */
async function dependentNeeds(call: ApiCall, target: Target, subject: Subject): Promise<readonly Need[]> {
  const { method, query } = target;
  const { headers, body } = call.request;
  if (subject.key === undefined) {
    if (method !== "PUT" || !query.has("replication")) return [];
    const role = textOf(body.toString("utf8"), "Role") ?? iamArn(call.place, "role/*");
    return [{ action: "iam:PassRole", resource: role, keys: { "iam:PassedToService": "s3.amazonaws.com" } }];
  }
  const [action] = objectActions(method, query);
  const isRead = action === "GetObject" || action === "GetObjectVersion";
  // S3 API Reference, HeadObject: the key is needed for checksums only.
  if (isRead)
    return method === "HEAD" && headers["x-amz-checksum-mode"] === undefined ? [] : readingNeeds(call, subject);
  if (action !== "PutObject") return [];
  const isInParts = query.has("uploads") || query.has("uploadId");
  const source = headers["x-amz-copy-source"] === undefined ? [] : await readingNeeds(call, sourceOf(headers));
  return [...source, ...(await writingNeeds(call, subject, isInParts))];
}

async function ask(call: ApiCall, target: Target, name: string, on: Subject | undefined): Promise<Ask> {
  const action = `s3:${name}`;
  const rule = knownRuleOf(action) ?? (await ruleOf(action));
  const resource = on === undefined ? "*" : bucketArn(call.place.partition, pathOf(on));
  if (rule === undefined) return { action, resource: "*", context: new Map() };
  const subject = on ?? { bucket: "", key: undefined, versionId: undefined };
  return { action, resource, context: await s3Keys(call, target, rule, subject) };
}

function pathOf({ bucket, key }: Subject): string {
  return key === undefined ? bucket : `${bucket}/${key}`;
}

function distinct(asks: readonly Ask[]): readonly Ask[] {
  return [...new Map(asks.map((one) => [`${one.action} ${one.resource}`, one])).values()];
}
