import { ClientException } from "../plumbing/errors";
import { QUOTAS } from "../plumbing/settings";

/** Batch API, TagrisTagsMap: 1..50 entries, keys of 1..128 characters, values of up to 256; `aws:` is AWS's own. */
export function requireTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > QUOTAS.tags) throw new ClientException(`Number of tags exceeds ${QUOTAS.tags}.`);
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > 128) throw new ClientException("Tag keys must have 1 to 128 characters.");
    if (key.toLowerCase().startsWith("aws:")) throw new ClientException("Tag keys must not start with aws:.");
    if (value.length > 256) throw new ClientException(`The value of tag ${key} must have at most 256 characters.`);
  }
}
