import { z } from "zod";
import { LONGEST_TAG_VALUE, MOST_TAGS, TAG_KEY_LENGTH, TAG_RULE, TAG_TEXT } from "../../aws/tags";
import { scalarText } from "../../config/scalars";
import { atMostKeys, type ValueProblem } from "../../config/zod-problems";

/** Keys that nobody but AWS or dapf gives. */
export const RESERVED_TAG = /^(aws|dapf):/i;
/** One is kept for dapf's own (`dapf:submission`, `dapf:content`). */
const MOST_OWN_TAGS = MOST_TAGS - 1;

/** @returns what is wrong with the number of a job's tags, of which each has been looked at where it was given */
export function tagCount(tags: Readonly<Record<string, string>>): ValueProblem[] {
  const count = Object.keys(tags).length;
  if (count <= MOST_OWN_TAGS) return [];
  return [{ path: ["tags"], rule: `must have at most ${MOST_OWN_TAGS} entries`, found: count, hint: "dapf adds one" }];
}

/** The tags that a file or the command line gives a job or a definition. */
export const ownTags = z
  .record(
    z
      .string()
      .min(TAG_KEY_LENGTH.least)
      .max(TAG_KEY_LENGTH.most)
      .regex(TAG_TEXT, { error: TAG_RULE })
      .refine((key) => !RESERVED_TAG.test(key), { error: "must not begin with aws: or dapf:" }),
    scalarText.pipe(z.string().max(LONGEST_TAG_VALUE).regex(TAG_TEXT, { error: TAG_RULE })),
  )
  .check(atMostKeys(MOST_OWN_TAGS, "dapf adds one"))
  .meta({ maxProperties: MOST_OWN_TAGS });
