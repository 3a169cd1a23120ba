/** AddTags, ListTags and DeleteTags of training jobs. Source: SageMaker API Reference, AddTags, Tag. */
import type { Tag } from "@aws-sdk/client-sagemaker";
import { LONGEST_TAG_VALUE, MOST_TAGS, RESERVED_TAG_KEY, TAG_KEY_LENGTH, TAG_RULE, TAG_TEXT } from "../../aws/tags";
import type { TrainingJob } from "../batch/jobs/service/training-job";
import type { EdgeResponse } from "../edge/messages";
import { jsonAnswer, jsonError, objectOf, textOf } from "../edge/messages";

type Body = Readonly<Record<string, unknown>>;

export function addTags(training: TrainingJob, body: Body): EdgeResponse {
  const added = (Array.isArray(body["Tags"]) ? body["Tags"] : []).map(objectOf);
  const fault = added.map(faultOf).find((one) => one !== undefined);
  if (fault !== undefined) return refused(fault);
  const tags = new Map(training.tags.map(({ Key, Value }) => [Key, Value]));
  for (const { Key, Value } of added) tags.set(textOf(Key), textOf(Value));
  if (tags.size > MOST_TAGS) return refused(`A resource can have at most ${MOST_TAGS} tags`);
  training.tags = [...tags].map(([Key, Value]) => ({ Key, Value }));
  return jsonAnswer({ Tags: training.tags });
}

export function listTags({ tags }: TrainingJob): EdgeResponse {
  return jsonAnswer({ Tags: tags });
}

export function deleteTags(training: TrainingJob, body: Body): EdgeResponse {
  const keys: readonly unknown[] = Array.isArray(body["TagKeys"]) ? body["TagKeys"] : [];
  if (keys.length === 0) return refused("TagKeys must have at least 1 entry");
  training.tags = training.tags.filter(({ Key }) => !keys.includes(Key));
  return jsonAnswer({});
}

function faultOf({ Key: key, Value: value }: Readonly<Partial<Record<keyof Tag, unknown>>>): string | undefined {
  if (typeof key !== "string" || typeof value !== "string") return "Key and Value of a tag must be strings";
  const { least, most } = TAG_KEY_LENGTH;
  if (key.length < least || key.length > most) return `The key of a tag must have ${least} to ${most} characters`;
  if (value.length > LONGEST_TAG_VALUE) return `The value of a tag can have at most ${LONGEST_TAG_VALUE} characters`;
  if (!TAG_TEXT.test(key) || !TAG_TEXT.test(value)) return `Key and value of a tag ${TAG_RULE}`;
  return RESERVED_TAG_KEY.test(key) ? "The key of a tag cannot begin with aws:" : undefined;
}

function refused(message: string): EdgeResponse {
  return jsonError(400, "ValidationException", message);
}
