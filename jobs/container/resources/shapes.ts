import { z } from "zod";

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
  attempts: z.number().int().min(1).max(10).optional(),
  evaluateOnExit: z
    .array(
      z.strictObject({
        onStatusReason: z.string().max(512).optional(),
        onReason: z.string().max(512).optional(),
        onExitCode: textShape.optional(),
        // The service takes both cases.
        action: z
          .enum(["RETRY", "EXIT", "retry", "exit"])
          .transform((action) => (/^r/i.test(action) ? "RETRY" : "EXIT")),
      }),
    )
    .max(5)
    .optional(),
});

// RegisterJobDefinition, JobTimeout: "The minimum value for the timeout is 60 seconds."
const timeoutShape = z.strictObject({ attemptDurationSeconds: z.number().int().min(60) });

const parametersShape = z.record(z.string(), textShape);

/** AWS: 50 tags on a resource; one is kept for dapf's own (`dapf:submission`, `dapf:content`). */
const MOST_TAGS = 49;
const tagsShape = z
  .record(
    z
      .string()
      .min(1)
      .max(128)
      .refine((key) => !/^(aws|dapf):/i.test(key), { error: "must not begin with aws: or dapf:" }),
    textShape.pipe(z.string().max(256)),
  )
  .refine((tags) => Object.keys(tags).length <= MOST_TAGS, { error: `must have at most ${MOST_TAGS} tags` });

export const priorityShape = z.number().int().min(0).max(9999);

/** Objects of the API that are passed on as they are; the service judges them. */
export const anyObjectShape = z.looseObject({});

// SubmitJob, RegisterJobDefinition: "up to 128 letters long. The first character must be alphanumeric, can contain ...
// (-), and ... (_)".
export const nameShape = z.string().regex(/^[A-Za-z0-9][\w-]{0,127}$/, {
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
