/** What was recorded, beside what was granted. */
import type { IamMode } from "../authority-types";
import type { NamedPolicy } from "../model";
import type { Store } from "../store/store";
import type { RecordedPrincipal, Recorder } from "./recorder";
import { smallestStatement, type SuggestedStatement } from "./smallest-statement";
import { type Unused, unusedOf } from "./unused";

export interface PrincipalReport extends RecordedPrincipal {
  /** The smallest statements that would allow what was denied. */
  readonly missing: readonly SuggestedStatement[];
  /** Granted, and not used by any call. */
  readonly unused: readonly Unused[];
}

export interface Report {
  readonly mode: IamMode;
  /** ISO 8601, UTC: since when it records. */
  readonly since: string;
  /** How many distinct questions were denied. */
  readonly denied: number;
  readonly principals: readonly PrincipalReport[];
}

export interface ReportFilter {
  /** ARN, or name of a role or user. */
  readonly principal?: string | undefined;
  readonly since?: Date | undefined;
}

export async function reportOf(
  recorder: Recorder,
  store: Store,
  mode: IamMode,
  { principal, since }: ReportFilter,
): Promise<Report> {
  const identities = await store.identities();
  const recorded = recorder.all(since);
  const known = new Set(recorded.map(({ principal: name }) => name));
  // Of a role that did nothing everything that it was granted is unused.
  const silent = identities.arns.filter((arn) => !known.has(arn));
  const all: RecordedPrincipal[] = [
    ...recorded,
    ...silent.map((arn) => ({ principal: arn, kind: kindOf(arn), calls: [], left: 0 })),
  ];
  const wanted = principal === undefined ? all : all.filter((one) => isNamed(one.principal, principal));
  const principals = wanted.map((one) => withGrants(one, identities.policiesOf(one.principal).identity));
  const denied = principals.flatMap(({ calls }) => calls).filter((call) => call.denied > 0).length;
  return { mode, since: recorder.startedAt, denied, principals };
}

function kindOf(arn: string): "session" | "user" {
  return arn.includes(":user/") ? "user" : "session";
}

/** Whether a principal has that ARN, or its last part. */
export function isNamed(principal: string, name: string): boolean {
  return (
    principal === name || principal.slice(principal.lastIndexOf("/") + 1) === name || principal.endsWith(`:${name}`)
  );
}

function withGrants(of: RecordedPrincipal, granted: readonly NamedPolicy[]): PrincipalReport {
  const denied = of.calls.filter((call) => call.denied > 0);
  return { ...of, missing: denied.map(smallestStatement), unused: unusedOf(granted, of.calls) };
}
