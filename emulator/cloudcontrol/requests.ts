/** The requests that Cloud Control works on, and what it says of them. */
import type { Place } from "../../aws/place";
import type { Failure } from "./errors";
import { CloudControlError } from "./errors";

export type RequestKind = "CREATE" | "UPDATE" | "DELETE";

/** A change that was asked for. It is under way until it has an end. */
export interface ResourceRequest {
  readonly token: string;
  readonly kind: RequestKind;
  readonly typeName: string;
  /** Unknown before a resource is created, and left out when that fails: clients take a named one for theirs. */
  identifier: string | undefined;
  /** Milliseconds since 1970 of the last news. */
  changedAt: number;
  end: "SUCCESS" | Failure | undefined;
}

/** The answer about a request, as it goes over the wire. */
export interface ProgressEvent {
  readonly TypeName: string;
  readonly Identifier?: string;
  readonly RequestToken: string;
  readonly Operation: RequestKind;
  readonly OperationStatus: "IN_PROGRESS" | "SUCCESS" | "FAILED";
  /** Seconds since 1970. */
  readonly EventTime: number;
  readonly StatusMessage?: string;
  readonly ErrorCode?: string;
}

export function progressOf({ token, kind, typeName, identifier, changedAt, end }: ResourceRequest): ProgressEvent {
  const event = {
    TypeName: typeName,
    ...(identifier === undefined ? {} : { Identifier: identifier }),
    RequestToken: token,
    Operation: kind,
    EventTime: changedAt / 1000,
  };
  if (end === undefined) return { ...event, OperationStatus: "IN_PROGRESS" };
  if (end === "SUCCESS") return { ...event, OperationStatus: "SUCCESS" };
  return { ...event, OperationStatus: "FAILED", StatusMessage: end.message, ErrorCode: end.code };
}

interface Remembered {
  readonly fingerprint: string;
  readonly request: ResourceRequest;
}

/** The requests of one account and Region. */
export class ResourceRequests {
  private readonly byToken = new Map<string, ResourceRequest>();
  private readonly byClientToken = new Map<string, Remembered>();

  constructor(readonly place: Place) {}

  add(request: ResourceRequest): void {
    this.byToken.set(request.token, request);
  }

  /** @throws CloudControlError when the token is none of these */
  get(token: string): ResourceRequest {
    const request = this.byToken.get(token);
    if (request !== undefined) return request;
    throw new CloudControlError("RequestTokenNotFoundException", `Request with token ${token} was not found`);
  }

  all(): ResourceRequest[] {
    return [...this.byToken.values()];
  }

  /** Cloud Control works on one change of a resource at a time. */
  requireIdle(identifier: string): void {
    const busy = this.all().find((request) => request.identifier === identifier && request.end === undefined);
    if (busy === undefined) return;
    throw new CloudControlError(
      "ConcurrentOperationException",
      `Resource ${identifier} is already being changed by request ${busy.token}.`,
    );
  }

  /**
   * A request with a client token is done once, however often it is sent.
   *
   * @param content - all that the caller asked for
   * @throws CloudControlError when the token came with another content before
   */
  once(clientToken: string | undefined, content: object, start: () => ResourceRequest): ResourceRequest {
    if (clientToken === undefined) return start();
    const fingerprint = JSON.stringify(content);
    const known = this.byClientToken.get(clientToken);
    if (known === undefined) {
      const request = start();
      this.byClientToken.set(clientToken, { fingerprint, request });
      return request;
    }
    if (known.fingerprint === fingerprint) return known.request;
    throw new CloudControlError(
      "ClientTokenConflictException",
      `The client token ${clientToken} was used with other parameters before.`,
    );
  }
}
