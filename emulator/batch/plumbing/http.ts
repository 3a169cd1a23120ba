/** Batch over HTTP: rest-json 1.1, every operation a POST to `/v1/<operation in lower case>`, tags by ARN in the path. */
import { randomUUID } from "node:crypto";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../../edge/messages";
import type { Place } from "../../../aws/place";
import { Callers } from "./caller";
import { BatchError, ClientException, InvalidRequest, ServerException } from "./errors";
import { OPERATIONS } from "./operations";
import type { Outlet } from "./outlet";
import type { BatchService } from "./service";

const NAMES = new Map(Object.keys(OPERATIONS).map((name) => [name.toLowerCase(), name]));
const TAGS_PATH = "/v1/tags/";
const TAG_OPERATIONS: Readonly<Record<string, string>> = {
  GET: "ListTagsForResource",
  POST: "TagResource",
  DELETE: "UntagResource",
};

export class BatchHandler implements ServiceHandler {
  private readonly callers = new Callers();

  /** @param outlets - where the service's jobs leave something */
  constructor(
    private readonly service: BatchService,
    private readonly outlets: readonly Outlet[] = [],
  ) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const answer = this.answer(request, await this.callers.placeOf(request, forward));
    await this.settled();
    return answer;
  }

  reset(): void {
    this.callers.reset();
    this.service.reset();
    for (const outlet of this.outlets) outlet.reset?.();
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.settled();
  }

  inventory(account: string): Record<string, number> {
    return this.service.inventory(account);
  }

  private async settled(): Promise<void> {
    await Promise.all(this.outlets.map((outlet) => outlet.settled?.()));
  }

  private answer(request: EdgeRequest, place: Place): EdgeResponse {
    try {
      const url = new URL(request.url, "http://batch.invalid");
      const operation = OPERATIONS[operationName(request.method, url.pathname) ?? ""];
      if (operation === undefined) {
        throw new ClientException(`The embedded AWS Batch does not have ${request.method} ${url.pathname}.`);
      }
      return json(200, operation(this.service.call(place), inputOf(request, url)));
    } catch (error) {
      return errorAnswer(error);
    }
  }
}

/** @returns undefined when the API has no such operation */
function operationName(method: string, path: string): string | undefined {
  if (path.startsWith(TAGS_PATH)) return TAG_OPERATIONS[method];
  return method === "POST" ? NAMES.get(path.replace(/^\/v1\//, "")) : undefined;
}

function inputOf(request: EdgeRequest, url: URL): object {
  const body = bodyOf(request);
  if (!url.pathname.startsWith(TAGS_PATH)) return body;
  // The ARN is one segment of the path, percent-encoded as a whole.
  const resourceArn = decoded(url.pathname.slice(TAGS_PATH.length));
  return { ...body, resourceArn, tagKeys: url.searchParams.getAll("tagKeys") };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ClientException(`${segment} is not a percent-encoded ARN.`);
  }
}

function bodyOf(request: EdgeRequest): object {
  const text = request.body.toString("utf8");
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Answered below, like JSON that is not an object.
  }
  throw new ClientException("The request body is not a JSON object.");
}

function errorAnswer(error: unknown): EdgeResponse {
  const known = error instanceof BatchError ? error : new ServerException(String(error));
  // Clients find the kind of error in the header or in the body, each in its own way.
  const headers = { "x-amzn-errortype": known.code };
  if (!(known instanceof InvalidRequest)) {
    return json(known.status, { __type: known.code, message: known.message }, headers);
  }
  const id = randomUUID();
  const message = `${known.message}, RequestId: ${id}`;
  return json(known.status, { __type: known.code, message }, { ...headers, "x-amzn-requestid": id });
}

function json(status: number, value: object, headers: Readonly<Record<string, string>> = {}): EdgeResponse {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: { "content-type": "application/json", "content-length": body.length, ...headers },
    body,
  };
}
