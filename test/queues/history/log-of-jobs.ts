/** The log group that remembers jobs, without EventBridge and CloudWatch Logs: it is filled by the input transformer, and read page by page. */
import type { FilteredLogEvent, FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { AwsClient } from "../../../aws/client";
import { type LineKind, lineTemplate } from "../../../config/job-history/line";
import { type Time, realTime } from "../../../aws/time";
import type { BatchEvent } from "../../../emulator/batch/plumbing/batch-event";
import { type EdgeRequest, jsonAnswer } from "../../../emulator/edge/messages";
import type { LogsClient } from "../../../queues/history/read-log";

/** What is at a path of names and indices. */
function at(steps: readonly string[], event: unknown): unknown {
  let found = event;
  for (const step of steps) {
    if (found === undefined || found === null) return undefined;
    // Cast: whatever is there, a name or an index that it does not have is undefined.
    found = (found as Record<string, unknown>)[step];
  }
  return found;
}

/** What EventBridge makes of events by a template. Paths are read once: the bench makes half a million lines. */
function transformer(kind: LineKind): (event: object) => string {
  const { paths, template } = lineTemplate(kind);
  const message = /"message": "(.*)"}$/.exec(template)?.[1] ?? "";
  const parts = message.split(/<(\w+)>/);
  const steps = parts.map((part) => [...(paths[part] ?? "").matchAll(/\w+/g)].map(([step]) => step));
  return (event) =>
    parts.map((part, index) => (index % 2 === 0 ? part : textOf(at(steps[index] ?? [], event)))).join("");
}

// As EventBridge: what is not there is nothing, values are put into a text as they are.
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

const transformers = { state: transformer("state"), lost: transformer("lost") };

/** @returns the lines that the rules of the environment make of an event of AWS Batch */
export function linesOf({ detailType, at: time, detail }: BatchEvent): FilteredLogEvent[] {
  if (!detailType.endsWith("State Change")) return [];
  const seconds = new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
  const event = { "detail-type": detailType, time: seconds, detail };
  const line = (kind: LineKind) => ({ timestamp: Date.parse(seconds), message: transformers[kind](event) });
  const { status = "", attempts = [] } = detail;
  const isLost =
    detailType === "Batch Job State Change" &&
    ["FAILED", "RUNNABLE", "SUCCEEDED"].includes(status) &&
    attempts.some(({ statusReason = "" }) => /^(Host EC2|Your Spot Task was interrupted)/.test(statusReason));
  return isLost ? [line("state"), line("lost")] : [line("state")];
}

export class LogOfJobs {
  private events: FilteredLogEvent[] = [];
  private last: { readonly key: string; readonly found: readonly FilteredLogEvent[] } | undefined;
  asked: FilterLogEventsRequest[] = [];
  isThere = true;
  /** Called when somebody reads. */
  onAsk: () => void = () => undefined;

  /** @param pageSize events of an answer */
  constructor(
    private readonly group: string,
    private readonly pageSize = 10_000,
  ) {}

  add(events: readonly FilteredLogEvent[]): void {
    this.last = undefined;
    for (const event of events) this.events.push(event);
    this.events.sort((one, other) => (one.timestamp ?? 0) - (other.timestamp ?? 0));
  }

  hear(event: BatchEvent): void {
    this.add(linesOf(event));
  }

  filter(request: FilterLogEventsRequest) {
    this.asked.push(request);
    this.onAsk();
    const { logGroupName, startTime = 0, filterPattern, nextToken = "0" } = request;
    if (!this.isThere || logGroupName !== this.group) {
      throw Object.assign(new Error("no such group"), {
        name: "ResourceNotFoundException",
        $metadata: { httpStatusCode: 400 },
      });
    }
    const found = this.found(startTime, filterPattern ?? "");
    const begin = Number(nextToken);
    const end = begin + this.pageSize;
    return { events: found.slice(begin, end), ...(end < found.length ? { nextToken: String(end) } : {}) };
  }

  /** Those of all pages, looked up once. */
  private found(startTime: number, pattern: string): readonly FilteredLogEvent[] {
    const key = `${startTime} ${pattern}`;
    if (this.last?.key !== key) {
      const terms = [...pattern.matchAll(/(-?)"([^"]*)"/g)].map(([, sign, text = ""]) => ({
        isThere: sign === "",
        text,
      }));
      const found = this.events.filter(
        ({ timestamp = 0, message = "" }) =>
          timestamp >= startTime && terms.every(({ isThere, text }) => message.includes(text) === isThere),
      );
      this.last = { key, found };
    }
    return this.last.found;
  }

  client(time: Time = realTime): LogsClient {
    const send = (operation: string, input: object): Promise<object> => {
      if (operation !== "FilterLogEvents") return Promise.reject(new Error(`nobody answers ${operation}`));
      // Cast: it is the input of that operation.
      return Promise.resolve().then(() => this.filter(input as FilterLogEventsRequest));
    };
    const region = () => Promise.resolve("eu-west-1");
    return new AwsClient("CloudWatch Logs", { send, region, close: () => undefined }, time);
  }

  /** As a service of the edge. */
  readonly handler = {
    handle: ({ body }: Pick<EdgeRequest, "body">) => {
      if (!this.isThere)
        return Promise.resolve({ ...jsonAnswer({ __type: "ResourceNotFoundException" }), status: 400 });
      return Promise.resolve(jsonAnswer(this.filter(JSON.parse(body.toString()) as FilterLogEventsRequest)));
    },
  };
}
