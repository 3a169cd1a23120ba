/** Questions to the evaluator, made of little: who asks, for what, and the statements that bear on it. */
import { decide } from "../../../../emulator/iam/decide";
import type { NamedPolicy, Principal, Question, SessionPrincipal, UserPrincipal } from "../../../../emulator/iam/model";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";

export type Statement = Readonly<Record<string, unknown>>;
export type Statements = Statement | readonly Statement[];

export interface Asked {
  readonly principal?: Principal;
  /** @default s3:GetObject */
  readonly action?: string;
  /** @default an object of a bucket */
  readonly resource?: string;
  /** Keys as a policy writes them. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly identity?: Statements;
  readonly boundary?: Statements;
  readonly session?: Statements;
  readonly bucket?: Statements;
  /** @default the account of the usual caller */
  readonly resourceAccount?: string;
  readonly isRequired?: boolean;
}

export const OBJECT = "arn:aws:s3:::amzn-s3-demo-bucket/a/b.txt";

export const user: UserPrincipal = {
  kind: "user",
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/carlossalazar`,
  id: "AIDACKCEVSQ6C2EXAMPLE",
  name: "carlossalazar",
};

export const session: SessionPrincipal = {
  kind: "session",
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/examplerole/examplerolesessionname`,
  id: "AROADBQP57FF2AEXAMPLE:examplerolesessionname",
  roleArn: `arn:aws:iam::${ACCOUNT}:role/team/examplerole`,
};

export const root: Principal = { kind: "root", account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };
export const events: Principal = { kind: "service", service: "events.amazonaws.com" };
export const stranger: Principal = { kind: "anonymous" };

export const ALLOW: Statement = { Effect: "Allow", Action: "*", Resource: "*" };
export const DENY: Statement = { Effect: "Deny", Action: "*", Resource: "*" };

/** A statement of a bucket's policy about somebody. */
export function allowTo(principal: unknown): Statement {
  return { ...ALLOW, Principal: principal };
}

export function policy(name: string, statements: Statements): NamedPolicy {
  return { name, document: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
}

export function question(asked: Asked): Question {
  const { action = "s3:GetObject", resource = OBJECT, resourceAccount = ACCOUNT, isRequired = false } = asked;
  const listed = Object.entries(asked.context ?? {}).map(([key, value]) => {
    return [key.toLowerCase(), typeof value === "string" ? [value] : value] as const;
  });
  const context = new Map(listed);
  const { identity, boundary, session: ofSession, bucket } = asked;
  return {
    principal: asked.principal ?? user,
    ask: { action, resource, context },
    context,
    resourceAccount,
    policies: {
      identity: identity ? [policy("identity", identity)] : [],
      boundary: boundary && policy("boundary", boundary),
      session: ofSession && [policy("session", ofSession)],
      resource: bucket && { ...policy("bucket", bucket), account: resourceAccount, isRequired },
    },
  };
}

/** @returns "allowed", or the reason of the denial */
export function answer(asked: Asked): string {
  const decision = decide(question(asked));
  return decision.isAllowed ? "allowed" : decision.reason;
}
