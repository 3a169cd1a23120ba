import type * as Batch from "@aws-sdk/client-batch";
import type * as S3 from "@aws-sdk/client-s3";
import { type AwsTarget, ask, clientOptions, sdk, unless } from "../runs/aws";
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
  jobDefinitions(name: string): Promise<Batch.JobDefinition[]>;
  /** One revision, also one that is not active; undefined when there is none of that ARN. */
  jobDefinition(arn: string): Promise<Batch.JobDefinition | undefined>;
  /** @returns the new revision */
  registerJobDefinition(request: Batch.RegisterJobDefinitionCommandInput): Promise<RegisteredRevision>;
}

export function codeServices(target: AwsTarget): CodeServices {
  const s3 = sdk<typeof S3>("@aws-sdk/client-s3");
  const batch = sdk<typeof Batch>("@aws-sdk/client-batch");
  const objects = new s3.S3Client(clientOptions(target, "S3"));
  const definitions = new batch.BatchClient(clientOptions(target, "BATCH"));

  return {
    ...parameterStore(target),
    object(Bucket, Key) {
      return unless(["NoSuchKey", "NotFound"], () =>
        ask("S3", "GetObject", async () => {
          const { Body } = await objects.send(new s3.GetObjectCommand({ Bucket, Key }));
          return (await Body?.transformToByteArray()) ?? new Uint8Array();
        }),
      );
    },
    async putObject(Bucket, Key, Body) {
      // The type that Terraform's provider gives to objects: a plan after this finds nothing to change.
      const request = { Bucket, Key, Body, ContentType: "application/octet-stream" };
      await ask("S3", "PutObject", () => objects.send(new s3.PutObjectCommand(request)));
    },
    jobDefinitions(jobDefinitionName) {
      return ask("AWS Batch", "DescribeJobDefinitions", async () => {
        const found: Batch.JobDefinition[] = [];
        const request = { jobDefinitionName, status: "ACTIVE" };
        for await (const page of batch.paginateDescribeJobDefinitions({ client: definitions }, request))
          found.push(...(page.jobDefinitions ?? []));
        return found.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
      });
    },
    async jobDefinition(arn) {
      const found = await ask("AWS Batch", "DescribeJobDefinitions", () =>
        definitions.send(new batch.DescribeJobDefinitionsCommand({ jobDefinitions: [arn] })),
      );
      return found.jobDefinitions?.[0];
    },
    async registerJobDefinition(request) {
      const registered = await ask("AWS Batch", "RegisterJobDefinition", () =>
        definitions.send(new batch.RegisterJobDefinitionCommand(request)),
      );
      return { arn: registered.jobDefinitionArn ?? "", revision: registered.revision ?? 0 };
    },
  };
}
