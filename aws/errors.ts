/**
 * What a failed call to AWS means for its effect:
 * - `throttled`, `unreachable`: there was none, and the call may be repeated;
 * - `unanswered`: it may have had its effect, so look before repeating a call that changes something;
 * - `denied`: there was none, because of who asks, which every other call would meet, too;
 * - `refused`: there was none, because of what was asked;
 * - `unknown`: neither AWS nor the network has said anything, and repeating the call changes nothing about that.
 */
export type Verdict = "throttled" | "unreachable" | "unanswered" | "denied" | "refused" | "unknown";

/** A call of AWS, and where it went. */
export interface Call {
  /** E.g. `AWS Batch`. */
  readonly service: string;
  /** E.g. `DescribeJobQueues`. */
  readonly operation: string;
  readonly region: string | undefined;
  /** Where it went, when that is not AWS. */
  readonly endpoint: string | undefined;
  /** Whether the next call would look for credentials anew, so that it helps to sign in again. @default false */
  readonly renews?: boolean;
}

/** AWS refused a call, or did not answer it however often it was asked. The message is a sentence for the user. */
export class AwsCallError extends Error {
  override readonly name = "AwsCallError";
  readonly service: string;
  readonly operation: string;
  /** Name of AWS's error, or of the network's: `ClientException`, `ECONNREFUSED`. */
  readonly code: string;
  readonly verdict: Verdict;
  /** Whether the next call looks for credentials anew. */
  readonly renews: boolean;
  /** What AWS, or the network, said. */
  readonly reason: string;

  /**
   * @param cause what the SDK threw
   * @param waited milliseconds since the first attempt
   */
  constructor(call: Call, cause: unknown, waited = 0) {
    const [code, verdict] = [codeOf(cause), verdictOf(cause)];
    const said = cause instanceof Error ? cause.message || cause.name : String(cause);
    const reason = code === "TimeoutError" ? `no answer within ${Math.round(waited / 1000)} s` : said;
    super(sentence(call, verdict, code, reason), { cause });
    this.service = call.service;
    this.operation = call.operation;
    this.code = code;
    this.verdict = verdict;
    this.renews = call.renews === true;
    this.reason = reason;
  }
}

const SIGN_IN = "Sign in to AWS first (aws sso login, AWS_PROFILE), or say --local for the embedded AWS.";

function sentence({ service, operation, region, endpoint }: Call, verdict: Verdict, code: string, reason: string) {
  const where = `${region === undefined ? "" : ` in ${region}`}${endpoint === undefined ? "" : ` (${endpoint})`}`;
  const path = `Check the network and ${endpoint === undefined ? "the Region" : "AWS_ENDPOINT_URL"}, or try again later.`;
  switch (verdict) {
    case "throttled":
      return `${service} throttled ${operation}${where}: ${reason}. Try again later.`;
    case "unreachable":
      return `${service} was not reached for ${operation}${where}: ${reason}. ${path}`;
    case "unanswered":
      return `${service} did not answer ${operation}${where}: ${reason}. ${path}`;
    case "denied":
      if (SIGNED_OUT.has(code)) return `${service} cannot be asked for ${operation}${where}: ${reason}. ${SIGN_IN}`;
      return `${service} does not let you ${operation}${where}: ${reason} (${code})`;
    case "refused":
      return `${service} refused ${operation}${where}: ${reason} (${code})`;
    case "unknown":
      return `${service}: ${operation}${where} failed: ${reason}`;
  }
}

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
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const UNANSWERED = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED", "TimeoutError", "AbortError"]);
// "Common errors" of the API references; the first two are the SDK's own, when it finds nothing to sign with.
const SIGNED_OUT = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  // STS, AssumeRoleWithWebIdentity.
  "InvalidIdentityToken",
  "InvalidIdentityTokenException",
  "UnrecognizedClientException",
]);

// Services with JSON protocols say so with status 400.
const DENIED = new Set([...SIGNED_OUT, "AccessDenied", "AccessDeniedException"]);

/**
 * Whether AWS does not know (any more) who asks: nobody has signed in, or the session has ended.
 *
 * @param error what the AWS SDK threw, or AwsCallError
 */
export const isSignedOut = (error: unknown): boolean => SIGNED_OUT.has(codeOf(error));

/** @param error what the AWS SDK threw, or AwsCallError */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof AwsCallError) return error.verdict;
  const [code, status] = [codeOf(error), member(member(error, "$metadata"), "httpStatusCode")];
  if (status === 429 || THROTTLING.has(code)) return "throttled";
  if (UNREACHABLE.has(code)) return "unreachable";
  if (DENIED.has(code) || status === 401 || status === 403) return "denied";
  // An answer that the SDK could not read (200 with half a body) has a status, too.
  if (typeof status === "number") return status >= 400 && status < 500 && status !== 408 ? "refused" : "unanswered";
  return UNANSWERED.has(code) || /socket hang up/.test(String(error)) ? "unanswered" : "unknown";
}

/** Whether the same call would fail once more. */
export const isFinal = (verdict: Verdict): boolean => ["denied", "refused", "unknown"].includes(verdict);

/** @returns what was asked for; undefined when AWS answers with one of the codes */
export async function unless<T>(codes: readonly string[], asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AwsCallError && codes.includes(error.code)) return undefined;
    throw error;
  }
}

/** The system's name of an error of the network, else the name of the error's class. */
function codeOf(error: unknown): string {
  // The SDK wraps what it does not take for an error, and keeps its text alone.
  const [, wrapped] = /^AWS SDK error wrapper for .*\b(E[A-Z]{4,})\b/.exec(String(member(error, "message"))) ?? [];
  const [code, name] = [wrapped ?? member(error, "code"), member(error, "name")];
  return typeof code === "string" ? code : typeof name === "string" ? name : "";
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}
