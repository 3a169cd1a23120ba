/** What was asked for, by whom, and what came of it: each distinct question once, and counted. */
import type { Ask, Context, Decision, Principal, Reason, StatementPlace } from "../model";

/** One action on one resource under the same conditions. */
export interface RecordedCall {
  readonly action: string;
  readonly resource: string;
  /** What conditions could look at, but for what differs with every call. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  allowed: number;
  denied: number;
  /** Every statement that has allowed it. */
  readonly allowedBy: StatementPlace[];
  /** Of the last denial. */
  reason?: Reason;
  sentence?: string;
  /** ISO 8601, UTC. */
  readonly firstAt: string;
  lastAt: string;
}

export interface RecordedPrincipal {
  /** ARN of a role, a user or an account's root; the name of a service; `anonymous`. */
  readonly principal: string;
  readonly kind: Principal["kind"];
  readonly calls: readonly RecordedCall[];
  /** How many further calls there were that were too different to be held. */
  readonly left: number;
}

interface Held {
  readonly kind: Principal["kind"];
  readonly calls: Map<string, RecordedCall>;
  left: number;
}

/** Distinct questions of one principal; 20 principals with so many take about 100 MB. */
const MOST_CALLS = 5_000;

/** What differs with every call, and what follows from the principal. */
const VOLATILE = new Set([
  "aws:currenttime",
  "aws:epochtime",
  "aws:tokenissuetime",
  "aws:useragent",
  "aws:userid",
  "aws:sourceip",
  "aws:securetransport",
  "aws:referer",
  "s3:tlsversion",
]);

export class Recorder {
  private since = new Date();
  private principals = new Map<string, Held>();

  allowed(principal: Principal, ask: Ask, context: Context, by: readonly StatementPlace[]): void {
    const call = this.callOf(principal, ask, context);
    if (call === undefined) return;
    call.allowed += 1;
    for (const place of by) if (!call.allowedBy.some((known) => isSame(known, place))) call.allowedBy.push(place);
  }

  denied(principal: Principal, ask: Ask, context: Context, decision: Decision, sentence: string): void {
    const call = this.callOf(principal, ask, context);
    if (call === undefined) return;
    call.denied += 1;
    call.sentence = sentence;
    if (!decision.isAllowed) call.reason = decision.reason;
  }

  /** A policy could not be understood. */
  failed(principal: Principal, ask: Ask, context: Context, sentence: string): void {
    const call = this.callOf(principal, ask, context);
    if (call === undefined) return;
    call.denied += 1;
    call.sentence = sentence;
  }

  reset(): void {
    this.since = new Date();
    this.principals = new Map();
  }

  /** ISO 8601, UTC: since when it records. */
  get startedAt(): string {
    return this.since.toISOString();
  }

  /** @param since - only calls that were made (again) from then on */
  all(since?: Date): RecordedPrincipal[] {
    const from = since?.toISOString() ?? "";
    return [...this.principals].map(([principal, { kind, calls, left }]) => {
      return { principal, kind, left, calls: [...calls.values()].filter(({ lastAt }) => lastAt >= from) };
    });
  }

  private callOf(principal: Principal, ask: Ask, context: Context): RecordedCall | undefined {
    const name = nameOf(principal);
    let held = this.principals.get(name);
    if (held === undefined) {
      held = { kind: principal.kind, calls: new Map(), left: 0 };
      this.principals.set(name, held);
    }
    const key = keyOf(ask);
    const now = new Date().toISOString();
    const known = held.calls.get(key);
    if (known !== undefined) {
      known.lastAt = now;
      return known;
    }
    if (held.calls.size >= MOST_CALLS) {
      held.left += 1;
      return undefined;
    }
    const { action, resource } = ask;
    const kept = Object.fromEntries([...context].filter(([name]) => !VOLATILE.has(name)));
    const call: RecordedCall = {
      ...{ action, resource, context: kept, allowed: 0, denied: 0, allowedBy: [] },
      ...{ firstAt: now, lastAt: now },
    };
    held.calls.set(key, call);
    return call;
  }
}

/** As which a principal is recorded: of a session the role. */
export function nameOf(principal: Principal): string {
  switch (principal.kind) {
    case "session":
      return principal.roleArn;
    case "service":
      return principal.service;
    case "anonymous":
      return "anonymous";
    default:
      return principal.arn;
  }
}

function keyOf({ action, resource, context }: Ask): string {
  const conditions = [...context].map(([key, values]) => `${key}=${values.join(",")}`).sort();
  return [action, resource, ...conditions].join(" ");
}

function isSame(one: StatementPlace, other: StatementPlace): boolean {
  return one.policy === other.policy && one.index === other.index;
}
