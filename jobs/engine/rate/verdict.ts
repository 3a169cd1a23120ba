/**
 * What a failed call to AWS means for its effect:
 * - `throttled`, `unsent`: there was none, and the call may be repeated;
 * - `unanswered`: it may have had its effect, so look before repeating a call that changes something;
 * - `refused`: there was none, and repeating the call changes nothing about that.
 */
export type Verdict = "throttled" | "unsent" | "unanswered" | "refused";

// AWS SDK for JavaScript v3, @smithy/service-error-classification, THROTTLING_ERROR_CODES.
const THROTTLING = new Set([
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);
// No connection was made, so nothing was sent.
const UNSENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const UNANSWERED = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED"]);

/** @param error what the AWS SDK threw */
export function verdictOf(error: unknown): Verdict {
  if (typeof error !== "object" || error === null) return "refused";
  const status = statusOf(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const name = "name" in error && typeof error.name === "string" ? error.name : "";
  const message = "message" in error && typeof error.message === "string" ? error.message : "";
  if (status === 429 || THROTTLING.has(name)) return "throttled";
  if (UNSENT.has(code)) return "unsent";
  if (status !== undefined) return status >= 400 && status < 500 && status !== 408 ? "refused" : "unanswered";
  const lost = UNANSWERED.has(code) || ["TimeoutError", "AbortError"].includes(name);
  return lost || /socket hang up/.test(message) ? "unanswered" : "refused";
}

/** The HTTP status of the answer, also of one that the SDK could not read (200 with half a body). */
function statusOf(error: object): number | undefined {
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || error.$metadata === null) return undefined;
  const { $metadata } = error;
  if (!("httpStatusCode" in $metadata) || typeof $metadata.httpStatusCode !== "number") return undefined;
  return $metadata.httpStatusCode;
}
