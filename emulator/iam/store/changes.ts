/** What a call may change of all that authorization looks at. */
import { isRead } from "../../edge/writes";

/**
 * Operations of S3 on objects, as the edge names them: they change neither a policy nor a setting of a bucket. What is known of
 * single objects is asked for anew each time.
 */
const S3_OBJECT = /^(?:PUT|POST|DELETE|GET|HEAD|OPTIONS) object/;
const S3_DELETE_OBJECTS = "POST bucket?delete";

/** Services whose calls change what others have: stacks, and tags of everything. */
const OF_EVERYTHING = new Set(["cloudformation", "tagging", "resource-groups"]);

/** Signing name -> word in ARNs, where they differ. */
const TOPICS: Readonly<Record<string, string>> = { monitoring: "cloudwatch", s3express: "s3" };

/** Calls that change only what nobody's permission depends on, and that come in great numbers. */
const OF_DATA = new Set([
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
  "ExecuteStatement",
  "Query",
  "Scan",
  "PutLogEvents",
  "CreateLogStream",
  "PutEvents",
  "PutMetricData",
  "SendMessage",
  "SendMessageBatch",
  "ReceiveMessage",
  "DeleteMessage",
  "Publish",
  "PublishBatch",
  "StartExecution",
  "Encrypt",
  "Decrypt",
  "GenerateDataKey",
]);

/** @returns the topic that a call may have changed, `all`, or undefined for nothing */
export function changedBy(service: string, operation: string): string | undefined {
  if (isRead(operation) || OF_DATA.has(operation)) return undefined;
  if (OF_EVERYTHING.has(service)) return "all";
  if (service === "s3") return S3_OBJECT.test(operation) || operation === S3_DELETE_OBJECTS ? undefined : "s3";
  if (service === "sts") return undefined;
  return topicOf(service);
}

export function topicOf(service: string): string {
  return TOPICS[service] ?? service;
}
