/**
 * What a service answers when a permission is missing, in its protocol.
 *
 * Sources: the page "Common errors" (also "Common error types") of each service's API reference, which has AccessDeniedException
 * with HTTP status 400 for services of the JSON and query protocols; and the pages named below.
 */
import type { EdgeResponse } from "../../edge/messages";
import { type Call, type Protocol, protocolError, protocolOf } from "../../edge/protocol";
import type { KeyFault } from "../callers/callers";

interface Answer {
  readonly status: number;
  readonly code: string;
}

const BY_PROTOCOL: Readonly<Record<Protocol, Answer>> = {
  // E.g. Amazon DynamoDB Developer Guide, "Error handling": AccessDeniedException, HTTP status code 400.
  json: { status: 400, code: "AccessDeniedException" },
  cbor: { status: 400, code: "AccessDeniedException" },
  // E.g. AWS Lambda Developer Guide, "Troubleshoot invocation issues": AccessDeniedException, 403.
  "rest-json": { status: 403, code: "AccessDeniedException" },
  // E.g. AWS Security Token Service and IAM: `AccessDenied`, 403.
  query: { status: 403, code: "AccessDenied" },
  "rest-xml": { status: 403, code: "AccessDenied" },
  // Amazon EC2 Developer Guide, "Error codes": UnauthorizedOperation.
  ec2: { status: 403, code: "UnauthorizedOperation" },
  // Amazon S3 API Reference, "Error responses": AccessDenied, 403.
  s3: { status: 403, code: "AccessDenied" },
};

const BY_SERVICE: Readonly<Record<string, Answer>> = {
  // Amazon SNS API Reference, errors of each action: AuthorizationError, 403.
  sns: { status: 403, code: "AuthorizationError" },
  // Amazon SQS API Reference, "Common errors": the JSON protocol has AccessDeniedException; SDKs map it to AccessDenied.
  sqs: { status: 403, code: "AccessDenied" },
};

/** A call was denied. @param sentence - AWS's, or what is wrong with a policy */
export function deniedAnswer(call: Call, { sentence }: { readonly sentence: string }): EdgeResponse {
  const protocol = protocolOf(call);
  const { status, code } = BY_SERVICE[call.identity.service] ?? BY_PROTOCOL[protocol];
  return protocolError(call, { status, code, message: sentence });
}

const MESSAGES: Readonly<Record<KeyFault, string>> = {
  unknown: "The security token included in the request is invalid.",
  inactive: "The security token included in the request is invalid.",
  expired: "The security token included in the request is expired",
};

/** The page "Common errors" of each service: UnrecognizedClientException, InvalidClientTokenId, ExpiredToken(Exception). */
export function faultyKeyAnswer(call: Call, fault: KeyFault, keyId: string): EdgeResponse {
  const protocol = protocolOf(call);
  const message = MESSAGES[fault];
  if (protocol === "s3") {
    // Amazon S3 API Reference, "Error responses".
    if (fault === "expired")
      return protocolError(call, { status: 400, code: "ExpiredToken", message: "The provided token has expired." });
    const answer = `The AWS Access Key Id you provided does not exist in our records. (${keyId})`;
    return protocolError(call, { status: 403, code: "InvalidAccessKeyId", message: answer });
  }
  const isJson = protocol === "json" || protocol === "cbor" || protocol === "rest-json";
  if (fault === "expired") {
    return protocolError(call, {
      status: isJson ? 400 : 403,
      code: isJson ? "ExpiredTokenException" : "ExpiredToken",
      message,
    });
  }
  // Amazon EC2 Developer Guide, "Error codes": AuthFailure.
  if (protocol === "ec2") {
    const text = "AWS was not able to validate the provided access credentials";
    return protocolError(call, { status: 401, code: "AuthFailure", message: text });
  }
  return protocolError(call, {
    status: protocol === "json" || protocol === "cbor" ? 400 : 403,
    code: isJson ? "UnrecognizedClientException" : "InvalidClientTokenId",
    message,
  });
}
