/** What a call is refused with on purpose: as its service would refuse it. */
import type { EdgeResponse } from "./messages";
import { type Call, type Protocol, protocolError, protocolOf } from "./protocol";

/** Too many calls, or an error of the service. */
export type Refusal = "throttled" | "failed";

interface Answer {
  readonly status: number;
  readonly code: string;
}

/** Codes that the clients of AWS know by themselves, and repeat the call for. */
const BY_PROTOCOL: Readonly<Record<Protocol, Readonly<Record<Refusal, Answer>>>> = {
  json: both(400, "ThrottlingException", "InternalFailure"),
  cbor: both(400, "ThrottlingException", "InternalFailure"),
  "rest-json": both(429, "TooManyRequestsException", "InternalFailure"),
  query: both(400, "Throttling", "InternalFailure"),
  "rest-xml": both(400, "Throttling", "InternalFailure"),
  // Amazon EC2 API reference, "Error codes".
  ec2: both(503, "RequestLimitExceeded", "InternalError"),
  // Amazon S3 API reference, "Error responses".
  s3: both(503, "SlowDown", "InternalError"),
};

const BY_SERVICE: Readonly<Record<string, Readonly<Record<Refusal, Answer>>>> = {
  batch: both(429, "TooManyRequestsException", "ServerException"),
  lambda: both(429, "TooManyRequestsException", "ServiceException"),
};

const MESSAGES: Readonly<Record<Refusal, string>> = {
  throttled: "Too Many Requests (fault on purpose)",
  failed: "Internal error (fault on purpose)",
};

export function refusalOf(call: Call, refusal: Refusal): EdgeResponse {
  return protocolError(call, { ...answersOf(call)[refusal], message: MESSAGES[refusal] });
}

/** What the service calls an error of its own. */
export function failureCode(call: Call): string {
  return answersOf(call).failed.code;
}

function answersOf(call: Call): Readonly<Record<Refusal, Answer>> {
  return BY_SERVICE[call.identity.service] ?? BY_PROTOCOL[protocolOf(call)];
}

function both(throttledStatus: number, throttled: string, failed: string): Readonly<Record<Refusal, Answer>> {
  return { throttled: { status: throttledStatus, code: throttled }, failed: { status: 500, code: failed } };
}
