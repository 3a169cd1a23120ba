import { z } from "zod";
import { LONGEST_TAG_VALUE, MOST_TAGS, TAG_KEY_LENGTH, TAG_RULE, TAG_TEXT } from "../../aws/tags";
import { scalarText } from "../scalars";
import { atMostKeys, validate, type ValueProblem } from "../zod-problems";

/** Keys that nobody but AWS or dapf gives. */
export const RESERVED_TAG = /^(aws|dapf):/i;
/** Two are kept for dapf's own (`dapf-queue` and `dapf:submission`; `dapf:content`). */
const MOST_OWN_TAGS = MOST_TAGS - 2;

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
  .check(atMostKeys(MOST_OWN_TAGS, "dapf adds two"))
  .meta({ maxProperties: MOST_OWN_TAGS });

/** @returns what is wrong with the tags of a job, of which each may be right where it was given, and all be too many */
export function ownTagProblems(tags: Readonly<Record<string, string>>): ValueProblem[] {
  return validate(ownTags, tags).problems.map((problem) => ({ ...problem, path: ["tags", ...problem.path] }));
}
