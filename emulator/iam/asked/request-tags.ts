/** The tags that a call puts on something, however its API writes them. Source: Tagging AWS Resources User Guide. */
import type { Params } from "./api-call";
import { isObject, memberOf, objectsIn, scalarText, textIn, textsIn } from "./api-call";

/** Names of the member that holds tags: a list of keys and values, or a map. */
const TAGS = ["tags", "tag", "taglist", "tagset", "tagstoadd"];

export function requestTags(params: Params): ReadonlyMap<string, string> {
  const specified = objectsIn(params, "tagspecifications", "tagspecification").map((item) => memberOf(item, ...TAGS));
  return new Map([memberOf(params, ...TAGS), ...specified].flatMap(pairsIn));
}

/** The keys of tags that a call takes away. */
export function untaggedKeys(params: Params): readonly string[] {
  return textsIn(params, "tagkeys", "tagkeylist", "tagstoremove");
}

function pairsIn(tags: unknown): (readonly [string, string])[] {
  if (Array.isArray(tags)) {
    return tags.filter(isObject).flatMap((tag) => {
      const key = textIn(tag, "key", "tagkey");
      return key === undefined ? [] : [[key, textIn(tag, "value", "tagvalue") ?? ""] as const];
    });
  }
  if (!isObject(tags)) return [];
  return Object.entries(tags).map(([key, value]) => [key, scalarText(value) ?? ""] as const);
}
