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

/** The lines of a log group that moto does not have yet, by their streams: of a large array these are very many. */
interface Unwritten {
  readonly place: Place;
  readonly group: string;
  readonly streams: Map<string, LogLine[]>;
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
    const key = JSON.stringify([account, region, group]);
    const known = this.unwritten.get(key) ?? { place: placeIn(region, account), group, streams: new Map() };
    this.unwritten.set(key, known);
    const lines = known.streams.get(stream);
    if (lines === undefined) known.streams.set(stream, [line]);
    else lines.push(line);
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
    for (const [key, { place: own, group, streams }] of this.unwritten) {
      if (own.account !== place.account || own.region !== place.region || !isMeant.group(group)) continue;
      for (const [stream, lines] of streams) {
        if (!isMeant.stream(stream)) continue;
        streams.delete(stream);
        const written = write(group, stream, lines, calls).finally(() => this.writing.delete(written));
        this.writing.add(written);
      }
      if (streams.size === 0) this.unwritten.delete(key);
    }
  }
}

async function write(group: string, stream: string, lines: readonly LogLine[], calls: InternalCalls): Promise<void> {
  const log = new LogStream(calls, group, stream);
  for (const { text, at } of lines) log.write(`${text}\n`, at);
  await log.end();
}

/** What a request may show: the streams that it names, those of the group that it names, or all. */
function lookedAt(body: Readonly<Record<string, unknown>>) {
  const { logGroupName, logGroupIdentifier, logStreamName, logStreamNames } = body;
  const group = logGroupName ?? logGroupIdentifier;
  const streams = Array.isArray(logStreamNames) ? logStreamNames : logStreamName === undefined ? [] : [logStreamName];
  return {
    // An identifier may be an ARN, which ends in the name.
    group: (name: string) => typeof group !== "string" || group === name || group.endsWith(`:${name}`),
    stream: (name: string) => streams.length === 0 || streams.includes(name),
  };
}
