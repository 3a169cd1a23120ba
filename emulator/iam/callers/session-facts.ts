/** What is known of temporary credentials beside whom they stand for. */
import type { NamedPolicy, Principal } from "../model";

export interface SessionFacts {
  /** Policies that the session was made with; absent: it is not limited by any. */
  readonly policies?: readonly NamedPolicy[] | undefined;
  /** Tags of the session, `aws:PrincipalTag/*` before those of the role. */
  readonly tags: ReadonlyMap<string, string>;
  /** Keys of those tags that a session which is made from this one has, too. */
  readonly transitive: ReadonlySet<string>;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly hasMfa?: boolean | undefined;
  /** Who vouched for the caller, as `aws:FederatedProvider` has it. */
  readonly federatedProvider?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  /** Of credentials of the account itself that are limited by policies: nothing else limits them. */
  readonly isAdministrator?: boolean | undefined;
  /** The user whose policies count, of a principal with another ARN. */
  readonly userArn?: string | undefined;
}

const facts = new WeakMap<Principal, SessionFacts>();

/** @returns the same principal, of which the facts are known from now on */
export function withSession<P extends Principal>(principal: P, session: SessionFacts): P {
  facts.set(principal, session);
  return principal;
}

export function sessionFacts(principal: Principal): SessionFacts | undefined {
  return facts.get(principal);
}
