/**
 * What simulated jobs print, in CloudWatch Logs. Most of it is never read, and a log stream costs several calls of moto: so
 * it is written when somebody looks there, before the answer.
 */
import { InternalCalls } from "../../edge/internal-calls";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import { jsonBody } from "../../edge/messages";
import { LogStream } from "../../log-stream";
import { type Place, placeIn } from "../../../aws/place";
import { Callers } from "../plumbing/caller";

/** A log stream of an account. */
export interface LogTarget {
  /** @default that of the job */
  readonly region?: string | undefined;
  readonly group: string;
  readonly stream: string;
}

export interface LogLine extends LogTarget {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

/** The lines of one log stream that moto does not have yet. */
interface Unwritten {
  readonly place: Place;
  readonly target: LogTarget;
  readonly lines: LogLine[];
}

/** Stands before moto's CloudWatch Logs. */
export class JobLogs implements ServiceHandler {
  private readonly callers = new Callers();
  private readonly unwritten = new Map<string, Unwritten>();
  private readonly writing = new Set<Promise<void>>();

  /** @param catchUp - lets jobs print what they have to by now */
  constructor(private readonly catchUp: () => void = () => undefined) {}

  /** @param place - of the job */
  add({ account, region: ofJob }: Place, line: LogLine): void {
    const { region = ofJob, group, stream } = line;
    const key = JSON.stringify([account, region, group, stream]);
    const known = this.unwritten.get(key) ?? { place: placeIn(region, account), target: line, lines: [] };
    known.lines.push(line);
    this.unwritten.set(key, known);
  }

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    this.catchUp();
    if (this.unwritten.size > 0) this.writeFor(request, await this.callers.placeOf(request, forward), forward);
    // Also what another look has begun to write.
    await Promise.all(this.writing);
    return forward(request);
  }

  reset(): void {
    this.callers.reset();
    this.unwritten.clear();
  }

  private writeFor(request: EdgeRequest, place: Place, forward: Forward): void {
    const isMeant = lookedAt(jsonBody(request));
    const calls = new InternalCalls(forward, place);
    for (const [key, found] of this.unwritten) {
      if (found.place.account !== place.account || found.place.region !== place.region) continue;
      if (!isMeant(found.target)) continue;
      this.unwritten.delete(key);
      const written = write(found, calls).finally(() => this.writing.delete(written));
      this.writing.add(written);
    }
  }
}

async function write({ target, lines }: Unwritten, calls: InternalCalls): Promise<void> {
  const log = new LogStream(calls, target.group, target.stream);
  for (const { text, at } of lines) log.write(`${text}\n`, at);
  await log.end();
}

/** What a request may show: the streams that it names, those of the group that it names, or all. */
function lookedAt(body: Readonly<Record<string, unknown>>): (target: LogTarget) => boolean {
  const { logGroupName, logGroupIdentifier, logStreamName, logStreamNames } = body;
  const group = logGroupName ?? logGroupIdentifier;
  const streams = Array.isArray(logStreamNames) ? logStreamNames : logStreamName === undefined ? [] : [logStreamName];
  return (target) =>
    // An identifier may be an ARN, which ends in the name.
    (typeof group !== "string" || group === target.group || group.endsWith(`:${target.group}`)) &&
    (streams.length === 0 || streams.includes(target.stream));
}
