/** How Cloud Control says that something went wrong: as an HTTP error at once, or as the outcome of a request. */
import { BatchError } from "../batch/plumbing/errors";

/** Names of the HTTP errors that the emulated service uses. Source: AWS SDK, `@aws-sdk/client-cloudcontrol`. */
export type CloudControlErrorName =
  | "AlreadyExistsException"
  | "ClientTokenConflictException"
  | "ConcurrentOperationException"
  | "GeneralServiceException"
  | "InvalidRequestException"
  | "NotUpdatableException"
  | "RequestTokenNotFoundException"
  | "ResourceNotFoundException"
  | "ServiceInternalErrorException"
  | "TypeNotFoundException"
  | "UnsupportedActionException";

export class CloudControlError extends Error {
  override readonly name = "CloudControlError";

  constructor(
    readonly code: CloudControlErrorName,
    message: string,
  ) {
    super(message);
  }

  get status(): number {
    return this.code === "ServiceInternalErrorException" ? 500 : 400;
  }
}

export function notFound(typeName: string, identifier: string): CloudControlError {
  const text = `Resource of type '${typeName}' with identifier '${identifier}' was not found.`;
  return new CloudControlError("ResourceNotFoundException", text);
}

export type HandlerErrorCode = "AlreadyExists" | "GeneralServiceException" | "InvalidRequest" | "NotFound";

export interface Failure {
  readonly code: HandlerErrorCode;
  readonly message: string;
}

/**
 * What the CloudFormation handlers of Batch make of an error of the service.
 * Source: aws-cloudformation/aws-cloudformation-resource-providers-batch, scheduling policy handler.
 *
 * @throws the error itself when it is none of the service
 */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof BatchError)) throw error;
  return { code: codeOf(error), message: `${error.message} (Service: Batch, Status Code: ${error.status})` };
}

function codeOf(error: BatchError): HandlerErrorCode {
  if (error.status === 409) return "AlreadyExists";
  if (error.status !== 400) return "GeneralServiceException";
  return error.message.includes("does not exist") ? "NotFound" : "InvalidRequest";
}
