import { z } from "zod";

/**
 * Who may take a role: IAM User Guide, "AWS JSON policy elements: Principal". A session's ARN is left out: it is gone with the
 * session, while the trust would stay.
 */
const principal = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]{1,512})$/, {
  error: "must be the ARN of a role, a user or an account's root, such as arn:aws:iam::123456789012:role/jenkins",
});

/** Tokens of an OpenID Connect provider, as GitHub Actions has them. Source: IAM User Guide, "Create a role for OIDC federation". */
const tokens = z.strictObject({
  provider: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/[\w.-]+(\/[\w./-]+)?$/, {
    error:
      "must be the ARN of an OpenID Connect provider, such as " +
      "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
  }),
  /** An asterisk at its end would let in whoever can choose the rest: `repo:my-team/my-platform:environment:dev`. */
  subjects: z
    .array(
      z
        .string()
        .regex(/^[^*?]+$/, { error: "must be a subject in full, without * or ?" })
        .min(1),
    )
    .min(1),
  audience: z.string().min(1).default("sts.amazonaws.com"),
});

const role = z
  .strictObject({
    trusted: z.array(z.union([principal, tokens])).min(1),
    /** How long a session of it may be: IAM, CreateRole, MaxSessionDuration. */
    session_hours: z.number().int().min(1).max(12).default(1),
  })
  .optional();

const policyArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:policy\/[\w+=,.@/-]{1,512}$/, {
  error: "must be true, false, or the ARN of a policy such as arn:aws:iam::123456789012:policy/bounds",
});

/** Roles that dapf makes for people and pipelines; whoever is named in `trusted` may take them. */
export const access = z.strictObject({
  /** `dapf deploy`, `dapf destroy`. */
  deployer: role,
  /** `dapf plan`. */
  planner: role,
  /** `dapf run`, `dapf runs`, `dapf code-sync`. */
  runner: role,
  /** `dapf submit`, `dapf train submit`, `dapf jobs`. */
  submitter: role,
  /** What only looks. */
  viewer: role,
  /** Bounds every role of the platform: by a policy that dapf makes, or by one that is there. */
  boundary: z.union([z.boolean(), policyArn]).default(false),
});
