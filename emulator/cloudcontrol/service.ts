/** Cloud Control over the live resources of Batch: changes are accepted at once, done step by step, and asked after. */
import type { Place } from "../../aws/place";
import type { Call } from "../batch/plumbing/operation";
import type { BatchService } from "../batch/plumbing/service";
import { CloudControlError, failureOf, notFound } from "./errors";
import type { Model } from "./json";
import { changeOf, createdModel, patchedModel } from "./models";
import type { RequestKind, ResourceRequest } from "./requests";
import { ResourceRequests } from "./requests";
import type { Live, ResourceType } from "./resource-type";
import { RESOURCE_TYPES } from "./types";

/** How long a request is at least IN_PROGRESS, in milliseconds: an answer never comes with the first call. */
const SHORTEST_REQUEST_MS = 50;

export class CloudControl {
  private readonly requests = new Map<string, ResourceRequests>();

  constructor(private readonly batch: BatchService) {}

  /** @param desired - the model, parsed JSON */
  create(place: Place, typeName: string, desired: Model, clientToken?: string): ResourceRequest {
    const type = resourceType(typeName);
    const call = this.batch.call(place);
    const requests = this.requestsOf(place);
    return requests.once(clientToken, ["CREATE", typeName, desired], () => {
      const model = createdModel(type, desired, call.newId);
      const request = begin(requests, call, "CREATE", typeName, undefined);
      this.attempt(request, call.now, () => {
        const identifier = type.create(call, model);
        request.identifier = identifier;
        this.succeedWhenSettled(request, call, type, identifier);
      });
      return request;
    });
  }

  /** @param patch - a JSON Patch, parsed JSON */
  update(place: Place, typeName: string, identifier: string, patch: unknown, clientToken?: string): ResourceRequest {
    const type = resourceType(typeName);
    const call = this.batch.call(place);
    const requests = this.requestsOf(place);
    return requests.once(clientToken, ["UPDATE", typeName, identifier, patch], () => {
      const live = required(type, call, identifier);
      requests.requireIdle(identifier);
      const wanted = patchedModel(type, live.model, patch);
      const request = begin(requests, call, "UPDATE", typeName, identifier);
      this.attempt(request, call.now, () => {
        type.update(call, identifier, changeOf(live.model, wanted));
        this.succeedWhenSettled(request, call, type, identifier);
      });
      return request;
    });
  }

  /** Takes the resource out of service first where it has a state; so clients need no step before. */
  delete(place: Place, typeName: string, identifier: string, clientToken?: string): ResourceRequest {
    const type = resourceType(typeName);
    const call = this.batch.call(place);
    const requests = this.requestsOf(place);
    return requests.once(clientToken, ["DELETE", typeName, identifier], () => {
      const live = required(type, call, identifier);
      requests.requireIdle(identifier);
      const request = begin(requests, call, "DELETE", typeName, identifier);
      this.attempt(request, call.now, () => {
        type.requireDeletable(call, identifier);
        if (live.enabled) type.disable(call, identifier);
        this.whenSettled(request, call, type, identifier, (at) => this.remove(request, place, type, identifier, at));
      });
      return request;
    });
  }

  request(place: Place, token: string): ResourceRequest {
    this.batch.call(place);
    return this.requestsOf(place).get(token);
  }

  allRequests(place: Place): ResourceRequest[] {
    this.batch.call(place);
    return this.requestsOf(place).all();
  }

  get(place: Place, typeName: string, identifier: string): Live {
    return required(resourceType(typeName), this.batch.call(place), identifier);
  }

  /** @param scope - see ResourceType.list */
  list(place: Place, typeName: string, scope: Model): Live[] {
    return resourceType(typeName).list(this.batch.call(place), scope);
  }

  /** Forgets all requests; the resources belong to the service. */
  reset(): void {
    this.requests.clear();
  }

  private remove(request: ResourceRequest, place: Place, type: ResourceType, identifier: string, at: number): void {
    const call = this.batch.callAt(place, at);
    this.attempt(request, at, () => {
      type.remove(call, identifier);
      this.succeedWhenSettled(request, call, type, identifier);
    });
  }

  private succeedWhenSettled(request: ResourceRequest, call: Call, type: ResourceType, identifier: string): void {
    this.whenSettled(request, call, type, identifier, (at) => end(request, at, "SUCCESS"));
  }

  /** Goes on when the transition that the last step began is over. */
  private whenSettled(
    request: ResourceRequest,
    call: Call,
    type: ResourceType,
    identifier: string,
    next: (at: number) => void,
  ): void {
    const settled = type.find(call, identifier)?.phase.until ?? call.now;
    this.batch.agenda.add(Math.max(settled, request.changedAt + SHORTEST_REQUEST_MS), next);
  }

  /** What the service refuses is the outcome of the request, and is told when somebody asks. */
  private attempt(request: ResourceRequest, at: number, step: () => void): void {
    try {
      step();
    } catch (error) {
      const failure = failureOf(error);
      this.batch.agenda.add(at + SHORTEST_REQUEST_MS, (later) => end(request, later, failure));
    }
  }

  private requestsOf(place: Place): ResourceRequests {
    const key = `${place.account}/${place.region}`;
    const requests = this.requests.get(key) ?? new ResourceRequests(place);
    this.requests.set(key, requests);
    return requests;
  }
}

function begin(
  requests: ResourceRequests,
  call: Call,
  kind: RequestKind,
  typeName: string,
  identifier: string | undefined,
): ResourceRequest {
  const request = { token: call.newId(), kind, typeName, identifier, changedAt: call.now, end: undefined };
  requests.add(request);
  return request;
}

function end(request: ResourceRequest, at: number, outcome: ResourceRequest["end"]): void {
  request.changedAt = at;
  request.end = outcome;
}

function resourceType(typeName: string): ResourceType {
  const type = RESOURCE_TYPES.get(typeName);
  if (type !== undefined) return type;
  throw new CloudControlError("TypeNotFoundException", `The type '${typeName}' cannot be found.`);
}

function required(type: ResourceType, call: Call, identifier: string): Live {
  const live = type.find(call, identifier);
  if (live === undefined) throw notFound(type.schema.typeName, identifier);
  return live;
}
