/** What would be denied of the calls of a role, were one statement of its policies not there. */
import { decide } from "../../emulator/iam/decide";
import type { Context, NamedPolicy, SessionPrincipal } from "../../emulator/iam/model";
import type { RecordedCall } from "../../emulator/iam/record/recorder";
import type { GrantedRole } from "./granted";

interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
}

export interface StatementOf {
  readonly role: string;
  readonly policy: string;
  /** Its `Sid`, or else its number. */
  readonly statement: string;
  readonly actions: readonly string[];
}

/** The statements of a role that could be left out: no call that it has made would be denied without them. */
export function needless(role: GrantedRole, calls: readonly RecordedCall[]): StatementOf[] {
  // What only the policy of a resource allows says nothing of the role's own.
  const own = calls.filter((call) => call.allowed > 0 && isAllowed(role, call, role.policies));
  return role.policies.flatMap((policy, at) =>
    statementsOf(policy).flatMap(({ Sid, Effect, Action }, index) => {
      if (Effect !== "Allow") return [];
      const left = role.policies.map((other, place) => (place === at ? withoutStatement(policy, index) : other));
      if (own.some((call) => !isAllowed(role, call, left))) return [];
      return [{ role: role.name, policy: policy.name, statement: Sid ?? String(index), actions: [Action].flat() }];
    }),
  );
}

/** Every action that a policy grants, with the statement that does. */
export function grantsOf(policy: NamedPolicy): { readonly statement: string; readonly action: string }[] {
  return statementsOf(policy).flatMap(({ Sid, Effect, Action }, index) =>
    Effect === "Allow" ? [Action].flat().map((action) => ({ statement: Sid ?? String(index), action })) : [],
  );
}

/** By the role's own policies alone. */
function isAllowed(role: GrantedRole, call: RecordedCall, identity: readonly NamedPolicy[]): boolean {
  const [, , , , account = ""] = role.arn.split(":");
  const principal: SessionPrincipal = {
    kind: "session",
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role.name}/proof`,
    id: "AROA0:proof",
    roleArn: role.arn,
  };
  const context: Context = new Map(Object.entries(call.context));
  const { action, resource } = call;
  return decide({
    principal,
    ask: { action, resource, context },
    resourceAccount: account,
    context,
    policies: { identity: identity.filter(({ document }) => document !== "") },
  }).isAllowed;
}

function statementsOf({ document }: NamedPolicy): readonly Statement[] {
  return statementsIn(document).Statement;
}

function withoutStatement({ name, document }: NamedPolicy, index: number): NamedPolicy {
  const { Version, Statement } = statementsIn(document);
  const left = Statement.filter((_, at) => at !== index);
  // A policy has at least one statement.
  return { name, document: left.length === 0 ? "" : JSON.stringify({ Version, Statement: left }) };
}

function statementsIn(document: string): { readonly Version: string; readonly Statement: readonly Statement[] } {
  // Cast: the modules write a version and a list of statements.
  return JSON.parse(document) as { Version: string; Statement: Statement[] };
}
