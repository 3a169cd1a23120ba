import { z } from "zod";
import { bucketName } from "../schema-values";
import { LONGEST_TAG_VALUE, TAG_RULE, TAG_TEXT } from "../../aws/tags";
import { scalarText } from "../scalars";

/** What a job may do with something: nobody gets both who needs one. */
export const ACCESS = ["read", "write", "read-write"] as const;
export type Access = (typeof ACCESS)[number];
const access = z.enum(ACCESS);

/** Policies are written with them: a wildcard would allow more than is said. */
const plain = /^[^*?]+$/;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: "${" begins a variable of policies.
const prefix = z.string().regex(/^(?!\/)(?!.*[*?])(?!.*\$\{)[^\\]+$/, {
  error: "must be the beginning of keys, such as raw/2026/, without a / before it and without *, ? and ${",
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
const table = z
  .string()
  .regex(/^([A-Za-z0-9_.-]{3,255}|arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255})$/, {
    error: "must be the name of a DynamoDB table, or its ARN",
  });

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html, Name
const secret = z
  .string()
  .max(2048)
  .regex(/^([A-Za-z0-9/_+=.@-]{1,512}|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+)$/, {
    error: "must be the name of a secret of Secrets Manager, or its ARN",
  });

// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
const kmsKey = z
  .string()
  .regex(/^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+|alias\/[A-Za-z0-9/_-]+|(mrk-)?[0-9a-f-]{32,36})$/, {
    error: "must be the id of a KMS key, its ARN, or an alias such as alias/lake",
  });

const tagText = z.string().max(LONGEST_TAG_VALUE).regex(TAG_TEXT, { error: TAG_RULE });

/** What jobs with a role may do: exactly this becomes a role for tasks of Amazon ECS. */
export const roleShape = z
  .strictObject({
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, Description
    description: z.string().max(1000).regex(plain).optional().describe("What the role is for."),
    buckets: z
      .array(
        z.strictObject({
          bucket: bucketName.describe("The name of the bucket."),
          prefix: prefix.optional().describe("Only keys that begin so. Without it all of the bucket."),
          access: access.describe("Whether objects are read (and listed), written (and deleted), or both."),
        }),
      )
      .default([])
      .describe("Buckets, and parts of them."),
    tables: z
      .array(
        z.strictObject({
          table: table.describe("The name of the table, or its ARN."),
          access: access.describe("Whether items are read, written (and deleted), or both."),
        }),
      )
      .default([])
      .describe("DynamoDB tables."),
    secrets: z.array(secret).default([]).describe("Secrets that the job reads itself, by name or ARN."),
    kmsKeys: z
      .array(kmsKey)
      .default([])
      .describe("KMS keys with which the above is encrypted: the job may decrypt, and encrypt what it writes."),
    tags: z.record(z.string(), scalarText.pipe(tagText)).optional().describe("Tags of the role."),
  })
  .describe("the job role");

export type RoleRequest = z.output<typeof roleShape>;
export type RoleInput = z.input<typeof roleShape>;
