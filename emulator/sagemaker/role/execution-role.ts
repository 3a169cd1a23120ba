/** Takes the role of a job, and asks whether it may do what SageMaker does with it. */
import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import { askForPull } from "../../ecr/pull";
import { InternalCalls, s3Address } from "../../edge/internal-calls";
import { type Forward, jsonAnswer } from "../../edge/messages";
import { type Authority, RoleRefusal } from "../../iam/authority-types";
import type { Principal } from "../../iam/model";
import { InternalCallError } from "../../errors";
import type { JobKind, S3Place, Work } from "./work";

const SERVICE = "sagemaker.amazonaws.com";

/** What comes of a job's role. */
export interface RoleOutcome {
  /** Why SageMaker makes no such job: the message of a ValidationException. */
  readonly refusal?: string;
  /** Why the job fails: its FailureReason. */
  readonly failure?: string;
}

/** Thrown for what makes a job fail. */
class Failure extends Error {}

export class ExecutionRoles {
  /** @param forward - reaches moto */
  constructor(
    private readonly authority: Authority,
    private readonly forward: Forward,
  ) {}

  async outcomeOf(place: Place, work: Work): Promise<RoleOutcome> {
    const { roleArn } = work;
    const sourceArn = arnOf(place, "sagemaker", `${work.kind.toLowerCase()}-job/${work.name}`);
    try {
      const want = { service: SERVICE, roleArn, sessionName: "SageMaker", sourceArn };
      await this.ask(place, (await this.authority.assume(place, want)).principal, work);
      return {};
    } catch (error) {
      if (error instanceof Failure) return { failure: error.message };
      if (!(error instanceof RoleRefusal)) throw error;
      return {
        refusal: `Could not assume role ${roleArn}. Please ensure that the role exists and allows principal '${SERVICE}' to assume the role.`,
      };
    }
  }

  private async ask(place: Place, principal: Principal, work: Work): Promise<void> {
    const calls = new InternalCalls(this.authority.callingAs(principal, this.forward), place);
    await this.pull(place, principal, work.image);
    for (const input of work.inputs) await this.read(input, work.kind, calls, this.rehearsal(place, principal));
    for (const output of work.outputs) await write(output, this.rehearsal(place, principal));
    await this.log(work, this.rehearsal(place, principal));
    // SageMaker sends metrics of instances, and goes on without.
    const context = new Map([["cloudwatch:namespace", [work.logGroup]]]);
    await this.authority.denialOf(place, principal, [{ action: "cloudwatch:PutMetricData", resource: "*", context }]);
  }

  /** Calls that are asked for, and have no effect. */
  private rehearsal(place: Place, principal: Principal): InternalCalls {
    return new InternalCalls(
      this.authority.callingAs(principal, () => Promise.resolve(jsonAnswer({}))),
      place,
    );
  }

  private async pull(place: Place, principal: Principal, image: string | undefined): Promise<void> {
    const denial = await askForPull(this.authority, this.forward, place, principal, image ?? "");
    if (denial === undefined) return;
    throw new Failure(
      `ClientError: Cannot pull algorithm container. Either the image does not exist or its permissions are incorrect.: ${denial.sentence}`,
    );
  }

  /** Objects are looked for as SageMaker does it; what there is not, fails no job that is simulated. */
  private async read(address: string, kind: JobKind, calls: InternalCalls, rehearsed: InternalCalls): Promise<void> {
    const [, name, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(address) ?? [];
    if (name === undefined) return;
    const keys = await calls.listObjects(name, prefix).catch((error: unknown) => {
      throw asFailure(error, (sentence) =>
        kind === "Processing"
          ? `ClientError: Failed to download data. ListObjectsV2 failed for ${address}: ${sentence}`
          : `ClientError: Data download failed:Failed to download data. ListObjectsV2 failed for ${address}: ${sentence}`,
      );
    });
    for (const one of keys) {
      await rehearsed.getObject(name, one).catch((error: unknown) => {
        const head = kind === "Processing" ? "ClientError: " : "ClientError: Data download failed:";
        throw asFailure(
          error,
          (sentence) => `${head}Unable to download object s3://${name}/${one} (AccessDenied: ${sentence})`,
        );
      });
    }
  }

  /** A job whose log cannot be written goes on. */
  private async log({ name, logGroup }: Work, rehearsed: InternalCalls): Promise<void> {
    const where = { logGroupName: logGroup, logStreamName: `${name}/algo-1` };
    for (const operation of ["CreateLogStream", "PutLogEvents"]) {
      await rehearsed.jsonAnswer("logs", `Logs_20140328.${operation}`, where);
    }
  }
}

async function write({ address, kmsKeyId }: S3Place, rehearsed: InternalCalls): Promise<void> {
  const { bucket, key } = s3Address(address) ?? {};
  if (bucket === undefined || key === undefined) return;
  const encryption = { "x-amz-server-side-encryption": "aws:kms" };
  const headers =
    kmsKeyId === undefined ? {} : { ...encryption, "x-amz-server-side-encryption-aws-kms-key-id": kmsKeyId };
  await rehearsed.putObject(bucket, key, "", headers).catch((error: unknown) => {
    throw asFailure(error, (sentence) => `ClientError: Artifact upload failed: ${address}: ${sentence}`);
  });
}

function asFailure(error: unknown, words: (sentence: string) => string): unknown {
  return error instanceof InternalCallError && error.status === 403 ? new Failure(words(error.said)) : error;
}
