/**
 * The words of authorization: who calls, what a call asks for, and what was decided.
 *
 * Source: IAM User Guide, "Policy evaluation logic" and "AWS global condition context keys".
 */

/** Condition key in lower case (`aws:sourcearn`, `aws:resourcetag/team`) -> its values; of a key with one value a list of one. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Who makes a call. */
export type Principal = RootPrincipal | UserPrincipal | SessionPrincipal | ServicePrincipal | AnonymousPrincipal;

/** The account itself: may do everything that no policy of an organization or a resource denies. */
export interface RootPrincipal {
  readonly kind: "root";
  readonly account: string;
  /** `arn:aws:iam::<account>:root` */
  readonly arn: string;
}

export interface UserPrincipal {
  readonly kind: "user";
  readonly account: string;
  /** `arn:aws:iam::<account>:user/<path><name>` */
  readonly arn: string;
  /** `AIDA..` */
  readonly id: string;
  readonly name: string;
}

/** Somebody with the credentials of a role. */
export interface SessionPrincipal {
  readonly kind: "session";
  readonly account: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
  readonly arn: string;
  /** `AROA..:<session>` */
  readonly id: string;
  /** `arn:aws:iam::<account>:role/<path><name>` */
  readonly roleArn: string;
}

/** A service that acts for itself, e.g. EventBridge that sends to a queue. */
export interface ServicePrincipal {
  readonly kind: "service";
  /** `events.amazonaws.com` */
  readonly service: string;
}

export interface AnonymousPrincipal {
  readonly kind: "anonymous";
}

/** One permission that a call needs. */
export interface Ask {
  /** As the Service Authorization Reference writes it: `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string;
  /** What conditions may look at beside the global keys of the caller. */
  readonly context: Context;
}

/** A policy that may bear on a request. */
export interface NamedPolicy {
  /** As AWS names it: the ARN of a managed policy; else name and owner, such as `the inline policy "x" of role "y"`. */
  readonly name: string;
  /** The document as it was given, JSON. */
  readonly document: string;
}

/** A policy of a resource. */
export interface ResourcePolicy extends NamedPolicy {
  /** 12 digits; the account that owns the resource. */
  readonly account: string;
  /**
   * Whether an identity of the same account needs this policy's word: a KMS key that does not let IAM policies of its account
   * count (KMS Developer Guide, "Default key policy"), and the trust policy of a role.
   */
  readonly isRequired: boolean;
}

/** All policies that bear on one request. */
export interface Policies {
  /** Of the user with their groups, or of the role. */
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy | undefined;
  /** Policies that a session was made with; a session without them is not limited by any. */
  readonly session?: readonly NamedPolicy[] | undefined;
  readonly resource?: ResourcePolicy | undefined;
}

/** A question to the evaluator. */
export interface Question {
  readonly principal: Principal;
  readonly ask: Ask;
  /** The account that owns the resource; the caller's own where a resource has no account in its ARN. */
  readonly resourceAccount: string;
  /** The global keys of the caller and the request, together with those of the ask. */
  readonly context: Context;
  readonly policies: Policies;
}

/** A statement, as one finds it in its policy. */
export interface StatementPlace {
  readonly policy: string;
  /** `Sid`, or else its number, counted from 0. */
  readonly statement: string;
  /** Counted from 0. */
  readonly index: number;
}

/** Why a request is denied: what AWS's sentence ends in. */
export type Reason =
  | "explicit-deny-identity"
  | "explicit-deny-resource"
  | "explicit-deny-boundary"
  | "explicit-deny-session"
  | "no-identity-allow"
  | "no-resource-allow"
  | "no-boundary-allow"
  | "no-session-allow";

export type Decision =
  | { readonly isAllowed: true; readonly allowedBy: readonly StatementPlace[] }
  | {
      readonly isAllowed: false;
      readonly reason: Reason;
      /** The statements that deny explicitly; none where nothing allows. */
      readonly deniedBy: readonly StatementPlace[];
    };
