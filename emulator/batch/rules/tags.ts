import { isWithin } from "../../../aws/batch/limits";
import { LONGEST_TAG_VALUE, MOST_TAGS, RESERVED_TAG_KEY, TAG_KEY_LENGTH, TAG_TEXT } from "../../../aws/tags";
import { InvalidRequest } from "../plumbing/errors";

export function requireTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MOST_TAGS) throw new InvalidRequest(`Number of tags exceeds ${MOST_TAGS}.`);
  for (const [key, value] of entries) {
    if (!isWithin(TAG_KEY_LENGTH, key.length)) {
      const { least, most } = TAG_KEY_LENGTH;
      throw new InvalidRequest(`Tag keys must have ${least} to ${most} characters.`);
    }
    if (RESERVED_TAG_KEY.test(key)) throw new InvalidRequest("Tag keys must not start with aws:.");
    // Batch User Guide, "Tag your resources": letters, numbers, spaces, and + - = . _ : / @.
    if (!TAG_TEXT.test(key) || !TAG_TEXT.test(value)) {
      throw new InvalidRequest(`Tag ${key} has characters that are not allowed.`);
    }
    if (value.length > LONGEST_TAG_VALUE) {
      throw new InvalidRequest(`The value of tag ${key} must have at most ${LONGEST_TAG_VALUE} characters.`);
    }
  }
}
