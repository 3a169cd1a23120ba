import { z } from "zod";
import { LONGEST_TAG_VALUE, MOST_TAGS, TAG_KEY_LENGTH, TAG_RULE, TAG_TEXT } from "../../aws/tags";
import { scalarText } from "../../config/scalars";
import { atMostKeys } from "../../config/zod-problems";

/** Keys that nobody but AWS or dapf gives. */
export const RESERVED_TAG = /^(aws|dapf):/i;
/** One is kept for dapf's own (`dapf:submission`, `dapf:content`). */
const MOST_OWN_TAGS = MOST_TAGS - 1;

/** The tags that a file gives a job or a definition. */
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
  .check(atMostKeys(MOST_OWN_TAGS, "dapf adds one"));
