import type { JobDefinition, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { jobDefinitions } from "../../aws/batch/job-definitions";
import type { Connection } from "../../aws/connection";
import { unless } from "../../aws/errors";
import { batchClient, s3Client } from "../../aws/services";
import { type ParameterStore, parameterStore } from "../runs/parameters";

export interface RegisteredRevision {
  readonly arn: string;
  readonly revision: number;
}

/** What is asked of AWS to put the code of a context in place. */
export interface CodeServices extends ParameterStore {
  /** @returns undefined when there is no such object */
  object(bucket: string, key: string): Promise<Uint8Array | undefined>;
  putObject(bucket: string, key: string, content: Uint8Array): Promise<void>;
  /** The active revisions, the latest first. */
  jobDefinitions(name: string): Promise<JobDefinition[]>;
  /** One revision, also one that is not active; undefined when there is none of that ARN. */
  jobDefinition(arn: string): Promise<JobDefinition | undefined>;
  /** @returns the new revision */
  registerJobDefinition(request: RegisterJobDefinitionRequest): Promise<RegisteredRevision>;
}

export function codeServices(connection: Connection): CodeServices {
  const [s3, batch] = [s3Client(connection), batchClient(connection)];

  return {
    ...parameterStore(connection),
    object: async (Bucket, Key) => {
      const found = await unless(["NoSuchKey", "NotFound"], s3.call("GetObject", { Bucket, Key }));
      // What comes after the head may get lost, too.
      const read = async () => (await found?.Body?.transformToByteArray()) ?? new Uint8Array();
      return found && read().catch(async (error: unknown) => Promise.reject(await s3.failure("GetObject", error)));
    },
    putObject: async (Bucket, Key, Body) => {
      // The type that Terraform's provider gives to objects: a plan after this finds nothing to change.
      await s3.call("PutObject", { Bucket, Key, Body, ContentType: "application/octet-stream" });
    },
    jobDefinitions: (name) => jobDefinitions(batch, name),
    jobDefinition: async (arn) => (await jobDefinitions(batch, arn))[0],
    registerJobDefinition: async (request) => {
      const registered = await batch.call("RegisterJobDefinition", request);
      return { arn: registered.jobDefinitionArn ?? "", revision: registered.revision ?? 0 };
    },
  };
}
