import { z } from "zod";
import { LONGEST_TAG_VALUE, TAG_RULE, TAG_TEXT } from "../../aws/tags";
import { scalarText } from "../scalars";
import { jobLimits } from "../schema-values";

const tagText = z.string().max(LONGEST_TAG_VALUE).regex(TAG_TEXT, { error: TAG_RULE });

// https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, and the ARN of a topic.
const listener = z
  .string()
  .regex(/^([^\s@:]+@[^\s@:]+\.[^\s@:]+|arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?)$/, {
    error: "must be an e-mail address, or the ARN of a topic of Amazon SNS",
  });

/** Of jobs; a * at the end stands for all that begin so (IAM's StringLike). */
const share = z.string().regex(/^[A-Za-z0-9_-]{1,255}\*?$/, {
  error: "must have 1 to 255 letters, digits, - and _; a * at its end makes it a prefix",
});

const definitionPrefix = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, {
  error: "must begin with a letter or digit and have at most 128 letters, digits, - and _",
});

/** What a team may do: becomes a policy that the team's people and pipelines get. */
export const teamShape = z
  .strictObject({
    description: z.string().max(1000).optional().describe("Who the team is."),
    queues: z
      .array(z.string())
      .min(1)
      .describe("Names of JobQueues that the team may submit to, or ARNs of other queues."),
    shareIdentifiers: z
      .array(share)
      .default([])
      .describe("Share identifiers that its jobs have in queues with a fair-share policy."),
    jobDefinitionPrefixes: z
      .array(definitionPrefix)
      .min(1)
      .describe("How the names of the job definitions begin that the team may submit."),
    roles: z
      .array(z.string())
      .default([])
      .describe("Names of JobRoles that its jobs may have, or ARNs of other roles."),
    tags: z
      .record(z.string(), scalarText.pipe(tagText))
      .optional()
      .describe("Tags that each of its jobs carries; it ends only jobs that do. Without them: team, and its name."),
    requiredTags: z
      .array(z.string().min(1).max(128))
      .default([])
      .describe("Tags that each of its jobs must have, whatever they say."),
    limits: jobLimits
      .optional()
      .describe("The most that one of its jobs may ask for, beside the limits of the environment."),
    notify: z
      .array(listener)
      .default([])
      .describe("Who is told of its failed jobs: e-mail addresses, topics of Amazon SNS."),
  })
  .describe("the team");

export type TeamRequest = z.output<typeof teamShape>;
export type TeamInput = z.input<typeof teamShape>;
