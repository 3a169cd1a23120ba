/** Cloud Control over HTTP: AWS JSON 1.0, the operation in the X-Amz-Target header. */
import { z } from "zod";
import type { Place } from "../../aws/place";
import { Callers } from "../batch/plumbing/caller";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { CloudControlError } from "./errors";
import type { Json, Model } from "./json";
import { isObject } from "./json";
import type { ResourceRequest } from "./requests";
import { progressOf } from "./requests";
import type { Live } from "./resource-type";
import type { CloudControl } from "./service";

// Limits: AWS SDK, `@aws-sdk/client-cloudcontrol`, documentation of the request members.
const typeName = z.string().min(10).max(196);
const identifier = z.string().min(1).max(1024);
const clientToken = z
  .string()
  .regex(/^[-A-Za-z0-9+/=]{1,128}$/)
  .optional();
const document = z.string().min(1).max(262_144);
const maxResults = z.number().int().min(1).max(100).default(20);

const shapes = {
  CreateResource: z.object({ TypeName: typeName, DesiredState: document, ClientToken: clientToken }),
  UpdateResource: z.object({
    TypeName: typeName,
    Identifier: identifier,
    PatchDocument: document,
    ClientToken: clientToken,
  }),
  DeleteResource: z.object({ TypeName: typeName, Identifier: identifier, ClientToken: clientToken }),
  GetResource: z.object({ TypeName: typeName, Identifier: identifier }),
  GetResourceRequestStatus: z.object({ RequestToken: z.string() }),
  ListResources: z.object({
    TypeName: typeName,
    ResourceModel: document.optional(),
    NextToken: z.string().optional(),
    MaxResults: maxResults,
  }),
  ListResourceRequests: z.object({ NextToken: z.string().optional(), MaxResults: maxResults }),
};

export class CloudControlHandler implements ServiceHandler {
  private readonly callers = new Callers();

  constructor(private readonly service: CloudControl) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    return this.answer(request, await this.callers.placeOf(request, forward));
  }

  /** The resources belong to their service, which forgets them itself. */
  reset(): void {
    this.callers.reset();
    this.service.reset();
  }

  private answer(request: EdgeRequest, place: Place): EdgeResponse {
    try {
      return json(200, this.run(request, place));
    } catch (error) {
      const known =
        error instanceof CloudControlError
          ? error
          : new CloudControlError("ServiceInternalErrorException", String(error));
      return json(known.status, { __type: known.code, Message: known.message }, { "x-amzn-errortype": known.code });
    }
  }

  private run(request: EdgeRequest, place: Place): object {
    const { service } = this;
    const body = jsonOf(request.body.toString("utf8"), "The request body");
    switch (request.operation) {
      case "CreateResource": {
        const input = parse(shapes.CreateResource, body);
        const desired = modelOf(input.DesiredState, "DesiredState");
        return progress(service.create(place, input.TypeName, desired, input.ClientToken));
      }
      case "UpdateResource": {
        const input = parse(shapes.UpdateResource, body);
        const patch = jsonOf(input.PatchDocument, "PatchDocument");
        return progress(service.update(place, input.TypeName, input.Identifier, patch, input.ClientToken));
      }
      case "DeleteResource": {
        const input = parse(shapes.DeleteResource, body);
        return progress(service.delete(place, input.TypeName, input.Identifier, input.ClientToken));
      }
      case "GetResource": {
        const input = parse(shapes.GetResource, body);
        const live = service.get(place, input.TypeName, input.Identifier);
        return { TypeName: input.TypeName, ResourceDescription: description(live) };
      }
      case "GetResourceRequestStatus":
        return progress(service.request(place, parse(shapes.GetResourceRequestStatus, body).RequestToken));
      case "ListResources": {
        const input = parse(shapes.ListResources, body);
        const scope = input.ResourceModel === undefined ? {} : modelOf(input.ResourceModel, "ResourceModel");
        const { items, nextToken } = slice(service.list(place, input.TypeName, scope), input);
        return { TypeName: input.TypeName, ResourceDescriptions: items.map(description), NextToken: nextToken };
      }
      case "ListResourceRequests": {
        const { items, nextToken } = slice(service.allRequests(place), parse(shapes.ListResourceRequests, body));
        return { ResourceRequestStatusSummaries: items.map(progressOf), NextToken: nextToken };
      }
      default:
        throw new CloudControlError(
          "UnsupportedActionException",
          `The embedded AWS Cloud Control does not have ${request.operation}.`,
        );
    }
  }
}

function progress(request: ResourceRequest): object {
  return { ProgressEvent: progressOf(request) };
}

function description({ identifier: Identifier, model }: Live): object {
  return { Identifier, Properties: JSON.stringify(model) };
}

interface PageRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults: number;
}

/** Tokens of these lists are positions. */
function slice<T>(list: readonly T[], { NextToken, MaxResults }: PageRequest): { items: T[]; nextToken?: string } {
  const start = NextToken === undefined ? 0 : positionOf(NextToken);
  const end = start + MaxResults;
  const items = list.slice(start, end);
  return end < list.length ? { items, nextToken: Buffer.from(`from ${end}`).toString("base64url") } : { items };
}

function positionOf(token: string): number {
  const position = /^from (\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
  if (position === undefined) throw invalid("The NextToken is not valid.");
  return Number(position);
}

function modelOf(text: string, member: string): Model {
  const value = jsonOf(text, member);
  if (isObject(value)) return value;
  throw invalid(`${member} is not a JSON object.`);
}

function jsonOf(text: string, what: string): Json {
  try {
    // The text of a JSON document is JSON.
    return JSON.parse(text) as Json;
  } catch {
    throw invalid(`${what} is not valid JSON.`);
  }
}

function parse<T>(shape: z.ZodType<T>, body: Json): T {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(`${issue?.path.join(".") ?? "request"}: ${issue?.message ?? "not valid"}`);
}

function invalid(message: string): CloudControlError {
  return new CloudControlError("InvalidRequestException", message);
}

function json(status: number, value: object, headers: Readonly<Record<string, string>> = {}): EdgeResponse {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.0", "content-length": body.length, ...headers },
    body,
  };
}
