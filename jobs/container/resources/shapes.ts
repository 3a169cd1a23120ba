import { z } from "zod";
import {
  ATTEMPTS,
  JOB_PRIORITY,
  LONGEST_PATTERN,
  MOST_RETRY_RULES,
  SHORTEST_TIMEOUT_SECONDS,
} from "../../../aws/batch/limits";
import { JOB_NAME } from "../../../aws/batch/names";
import { LONGEST_TAG_VALUE, MOST_TAGS, TAG_KEY_LENGTH } from "../../../aws/tags";

/** A string of the API; like Terraform and YAML users, numbers and booleans are taken for strings. */
export const textShape = z
  .union([z.string(), z.number(), z.boolean()], { error: "must be a string, a number, true or false" })
  .transform(String);

export const environmentShape = z.array(z.strictObject({ name: z.string(), value: textShape.optional() }));

export const requirementsShape = z.array(z.strictObject({ type: z.enum(["GPU", "MEMORY", "VCPU"]), value: textShape }));

/** The old members beside the new list; `resources.ts` makes one of the two. */
export const legacySizeShape = {
  vcpus: textShape.optional(),
  memory: textShape.optional(),
  resourceRequirements: requirementsShape.optional(),
};

const retryStrategyShape = z.strictObject({
  attempts: z.number().int().min(ATTEMPTS.least).max(ATTEMPTS.most).optional(),
  evaluateOnExit: z
    .array(
      z.strictObject({
        onStatusReason: z.string().max(LONGEST_PATTERN).optional(),
        onReason: z.string().max(LONGEST_PATTERN).optional(),
        onExitCode: textShape.optional(),
        // The service takes both cases.
        action: z
          .enum(["RETRY", "EXIT", "retry", "exit"])
          .transform((action) => (/^r/i.test(action) ? "RETRY" : "EXIT")),
      }),
    )
    .max(MOST_RETRY_RULES)
    .optional(),
});

const timeoutShape = z.strictObject({ attemptDurationSeconds: z.number().int().min(SHORTEST_TIMEOUT_SECONDS) });

const parametersShape = z.record(z.string(), textShape);

/** One is kept for dapf's own (`dapf:submission`, `dapf:content`). */
const MOST_OWN_TAGS = MOST_TAGS - 1;
const tagsShape = z
  .record(
    z
      .string()
      .min(TAG_KEY_LENGTH.least)
      .max(TAG_KEY_LENGTH.most)
      .refine((key) => !/^(aws|dapf):/i.test(key), { error: "must not begin with aws: or dapf:" }),
    textShape.pipe(z.string().max(LONGEST_TAG_VALUE)),
  )
  .refine((tags) => Object.keys(tags).length <= MOST_OWN_TAGS, { error: `must have at most ${MOST_OWN_TAGS} tags` });

export const priorityShape = z.number().int().min(JOB_PRIORITY.least).max(JOB_PRIORITY.most);

/** Objects of the API that are passed on as they are; the service judges them. */
export const anyObjectShape = z.looseObject({});

export const nameShape = z.string().regex(JOB_NAME, {
  error: "must begin with a letter or digit and have at most 128 letters, digits, - and _",
});

/** What a definition says and a submission may override. */
export const commonShape = {
  parameters: parametersShape.optional(),
  retryStrategy: retryStrategyShape.optional(),
  propagateTags: z.boolean().optional(),
  timeout: timeoutShape.optional(),
  tags: tagsShape.optional(),
};
