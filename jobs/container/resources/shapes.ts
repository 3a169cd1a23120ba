import type { ContainerProperties } from "@aws-sdk/client-batch";
import { z } from "zod";
import { LONGEST_TAG_VALUE, MOST_TAGS, TAG_KEY_LENGTH, TAG_TEXT } from "../../../aws/tags";
import { atMostKeys } from "../../../config/zod-problems";
import type { FileOptions } from "../../../aws/fields/shape";
import { scalarText } from "../../../config/scalars";

/** Keys that nobody but AWS or dapf gives. */
export const RESERVED_TAG = /^(aws|dapf):/i;
/** One is kept for dapf's own (`dapf:submission`, `dapf:content`). */
const MOST_OWN_TAGS = MOST_TAGS - 1;
// Batch User Guide, "Tag your resources".
const TAG_RULE = { error: "must have only letters, digits, spaces and + - = . _ : / @" };
const tags = z
  .record(
    z
      .string()
      .min(TAG_KEY_LENGTH.least)
      .max(TAG_KEY_LENGTH.most)
      .regex(TAG_TEXT, TAG_RULE)
      .refine((key) => !RESERVED_TAG.test(key), { error: "must not begin with aws: or dapf:" }),
    scalarText.pipe(z.string().max(LONGEST_TAG_VALUE).regex(TAG_TEXT, TAG_RULE)),
  )
  .check(atMostKeys(MOST_OWN_TAGS, "dapf adds one"));

/** @param container - the member with the old sizes beside the new list; `requirements.ts` makes one of the two */
export const jobFileOptions = (container: string): FileOptions => ({
  text: scalarText,
  replaced: { tags, [`${container}.vcpus`]: scalarText, [`${container}.memory`]: scalarText },
});

/** A container as files have it. */
export type Sized<C extends Pick<ContainerProperties, "vcpus" | "memory">> = Omit<C, "vcpus" | "memory"> & {
  readonly vcpus?: string;
  readonly memory?: string;
};
