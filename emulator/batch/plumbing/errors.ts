/** The kinds of error that AWS Batch answers with. */

/** Something the service refuses or fails at; becomes an HTTP answer at the edge. */
export abstract class BatchError extends Error {
  override readonly name: string = this.constructor.name;
  /** Name of the error as clients know it. */
  abstract readonly code: "ClientException" | "ServerException" | "TooManyRequestsException";
  abstract readonly status: number;
}

/** The caller's fault. */
export class ClientException extends BatchError {
  readonly code = "ClientException";

  /**
   * @param message - as the service words it where a real answer has been recorded, otherwise our own words
   * @param status - 400; 409 for a name that is taken (the CloudFormation handlers of AWS tell them apart by it)
   */
  constructor(
    message: string,
    readonly status: 400 | 409 = 400,
  ) {
    super(message);
  }
}

/**
 * What no state of the account could make right. The service looks at the request by itself first, and its answers to that
 * have words in front: "Error executing request, Exception : Job name should match valid pattern, RequestId: ..." as against
 * "JobQueue x not found." (fluidattacks/makes #697, base2genomics/batchit #13). The id is added where there is a request.
 */
export class InvalidRequest extends ClientException {
  constructor(message: string) {
    super(`Error executing request, Exception : ${message}`);
  }
}

/** The service's fault. */
export class ServerException extends BatchError {
  readonly code = "ServerException";
  readonly status = 500;
}

/** More calls a second than the account may make; clients try again later. Not in the API model, as all throttling. */
export class TooManyRequestsException extends BatchError {
  readonly code = "TooManyRequestsException";
  readonly status = 429;

  constructor() {
    super("Too Many Requests");
  }
}

// aws-cloudformation/cloudformation-coverage-roadmap #2463 quotes "Object already exists (Status Code: 409)".
export function alreadyExists(): ClientException {
  return new ClientException("Object already exists", 409);
}

/** Clients (Terraform's provider, the CloudFormation handlers) recognise a missing resource by these words. */
export function doesNotExist(nameOrArn: string): ClientException {
  return new ClientException(`${nameOrArn} does not exist`);
}
