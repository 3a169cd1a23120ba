/** What passes through the edge, and who answers it. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import type { Principal } from "../iam/model";
import type { CallIdentity } from "./recognise";

/** An AWS call whose body has been read whole. */
export interface EdgeRequest {
  readonly identity: CallIdentity;
  readonly operation: string;
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Who calls; absent where the embedded AWS calls itself. */
  readonly caller?: Principal | undefined;
}

export interface EdgeResponse {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request on to moto and reads its answer whole. */
export type Forward = (request: EdgeRequest) => Promise<EdgeResponse>;

/**
 * Answers the calls of one AWS service at the edge: alone, or by passing the request (changed or not) on to moto. A
 * service without a handler is streamed to moto as it is.
 */
export interface ServiceHandler {
  handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse>;
  /** Forgets what the handler holds; moto has forgotten everything, too. */
  reset?(): void;
  /** Ends what the handler runs; the embedded AWS ends. */
  stop?(): Promise<void>;
  /** What the handler holds of an account: `service/region/collection` -> number of things, none of them 0. */
  inventory?(account: string): Readonly<Record<string, number>>;
}

/** Service signing name -> handler. */
export type Router = ReadonlyMap<string, ServiceHandler>;

/** Request body of an AWS JSON protocol call; an empty or malformed one is an empty object (moto then reports it). */
export function jsonBody(request: EdgeRequest): Readonly<Record<string, unknown>> {
  return jsonIn(request.body);
}

/** The object that a body holds; an empty or malformed one holds none. */
export function jsonIn(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(body.toString("utf8")));
  } catch {
    return {};
  }
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  // The members of an object are unknown until they are looked at one by one.
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** An answer of the AWS JSON 1.1 protocol. */
export function jsonAnswer(value: object): EdgeResponse {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1", "content-length": body.length },
    body,
  };
}

/** An error in the shape of the AWS JSON 1.1 protocol. */
export function jsonError(status: number, code: string, message: string): EdgeResponse {
  const body = Buffer.from(JSON.stringify({ __type: code, Message: message, message }));
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "content-length": body.length,
      "x-amzn-errortype": code,
    },
    body,
  };
}
