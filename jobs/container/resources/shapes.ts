import type { ContainerProperties } from "@aws-sdk/client-batch";
import { z } from "zod";
import { LONGEST_TAG_VALUE, MOST_TAGS, TAG_KEY_LENGTH } from "../../../aws/tags";
import { atMostKeys } from "../../../config/zod-problems";
import type { FileOptions } from "../../../aws/fields/shape";

/** A string of the API; like Terraform and YAML users, numbers and booleans are taken for strings. */
const text = z
  .union([z.string(), z.number(), z.boolean()], { error: "must be a string, a number, true or false" })
  .transform(String);

/** Keys that nobody but AWS or dapf gives. */
export const RESERVED_TAG = /^(aws|dapf):/i;
/** One is kept for dapf's own (`dapf:submission`, `dapf:content`). */
const MOST_OWN_TAGS = MOST_TAGS - 1;
const tags = z
  .record(
    z
      .string()
      .min(TAG_KEY_LENGTH.least)
      .max(TAG_KEY_LENGTH.most)
      .refine((key) => !RESERVED_TAG.test(key), { error: "must not begin with aws: or dapf:" }),
    text.pipe(z.string().max(LONGEST_TAG_VALUE)),
  )
  .check(atMostKeys(MOST_OWN_TAGS, "dapf adds one"));

/** @param container - the member with the old sizes beside the new list; `requirements.ts` makes one of the two */
export const jobFileOptions = (container: string): FileOptions => ({
  text,
  replaced: { tags, [`${container}.vcpus`]: text, [`${container}.memory`]: text },
});

/** A container as files have it. */
export type Sized<C extends Pick<ContainerProperties, "vcpus" | "memory">> = Omit<C, "vcpus" | "memory"> & {
  readonly vcpus?: string;
  readonly memory?: string;
};
