/** What the edge has seen since it started, or since the last reset. */

export interface Counters {
  readonly since: string;
  readonly total: number;
  /** service -> operation -> number of calls */
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** error code (e.g. `ConcurrentModificationException`) -> number of answers with a status of 400 or more */
  readonly errors: Readonly<Record<string, number>>;
}

/** One answered call. */
export interface LoggedCall {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Only for a status of 400 or more. */
  readonly error?: string;
}

export class CallCounters {
  private since = new Date();
  private total = 0;
  private requests = new Map<string, Map<string, number>>();
  private errors = new Map<string, number>();

  count(call: LoggedCall): void {
    this.total += 1;
    const operations = this.requests.get(call.service) ?? new Map<string, number>();
    this.requests.set(call.service, operations);
    increment(operations, call.operation);
    if (call.error !== undefined) increment(this.errors, call.error);
  }

  reset(): void {
    this.since = new Date();
    this.total = 0;
    this.requests = new Map();
    this.errors = new Map();
  }

  snapshot(): Counters {
    return {
      since: this.since.toISOString(),
      total: this.total,
      requests: Object.fromEntries([...this.requests].map(([service, of]) => [service, Object.fromEntries(of)])),
      errors: Object.fromEntries(this.errors),
    };
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const ERROR_HEADER = "x-amzn-errortype";

/**
 * The AWS error code of an answer.
 *
 * @param body - the (possibly cut) body: JSON with `__type`, or XML with `<Code>`
 */
export function errorCodeOf(
  status: number,
  headers: Readonly<Record<string, unknown>>,
  body: Buffer,
): string | undefined {
  if (status < 400) return undefined;
  const header = headers[ERROR_HEADER];
  const text = body.toString("utf8");
  const code =
    (typeof header === "string" ? header : undefined) ??
    /"(?:__type|code|Code)"\s*:\s*"([^"]+)"/.exec(text)?.[1] ??
    /<Code>([^<]+)<\/Code>/.exec(text)?.[1];
  // `com.amazonaws.glue#EntityNotFoundException` and `Name:http://...` both mean the bare name.
  return code?.split("#").at(-1)?.split(":")[0] ?? String(status);
}
