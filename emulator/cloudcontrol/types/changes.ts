/** From a changed model to requests of the Batch API. */
import { ClientException } from "../../batch/plumbing/errors";
import type { Call } from "../../batch/plumbing/operation";
import { tagResource, untagResource } from "../../batch/resources/tags";
import type { Json, Model } from "../json";
import { isObject } from "../json";
import type { Change } from "../resource-type";

/**
 * The changed properties that a request carries; a removed one is left out, so that the service keeps what it has.
 *
 * @param keep - properties that cannot be taken away, with what to say then
 */
export function changedProperties({ changed }: Change, keep: Readonly<Record<string, string>> = {}): Model {
  for (const [name, message] of Object.entries(keep)) {
    if (changed[name] === null) throw new ClientException(message);
  }
  return Object.fromEntries(Object.entries(changed).filter(([name, value]) => name !== "Tags" && value !== null));
}

export function applyTags(call: Call, resourceArn: string, { changed, old }: Change): void {
  if (!Object.hasOwn(changed, "Tags")) return;
  const tags = texts(changed["Tags"]);
  const tagKeys = Object.keys(texts(old["Tags"])).filter((key) => !Object.hasOwn(tags, key));
  if (tagKeys.length > 0) untagResource(call, { resourceArn, tagKeys });
  if (Object.keys(tags).length > 0) tagResource(call, { resourceArn, tags });
}

function texts(tags: Json | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(isObject(tags) ? tags : {}).map(([key, value]) => [key, String(value)]));
}
