import * as fs from "node:fs";
import type * as Batch from "@aws-sdk/client-batch";
import type * as Glue from "@aws-sdk/client-glue";
import type * as S3 from "@aws-sdk/client-s3";
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import { type AwsTarget, ask, clientOptions, sdk, unless } from "../aws";
import { type ParameterStore, parameterStore } from "../parameters";

/** What is asked of AWS to put example data in place. */
export interface ExampleServices extends ParameterStore {
  hasObject(bucket: string, key: string): Promise<boolean>;
  /** @param file absolute path */
  putObject(bucket: string, key: string, file: string): Promise<void>;
  /** @returns id of the run; undefined while as many as may run at once run already */
  startGlueJob(job: string, args: Readonly<Record<string, string>>): Promise<string | undefined>;
  glueRun(job: string, runId: string): Promise<Pick<Glue.JobRun, "JobRunState" | "ErrorMessage">>;
  /** ARN of the latest active revision. */
  latestJobDefinition(name: string): Promise<string | undefined>;
  /** ARN of the latest package that nobody has judged. */
  pendingModel(group: string): Promise<string | undefined>;
  approveModel(arn: string): Promise<void>;
}

/** Asks AWS, the embedded one above all. */
export function exampleServices(target: AwsTarget): ExampleServices {
  const s3 = sdk<typeof S3>("@aws-sdk/client-s3");
  const glue = sdk<typeof Glue>("@aws-sdk/client-glue");
  const batch = sdk<typeof Batch>("@aws-sdk/client-batch");
  const sageMaker = sdk<typeof SageMaker>("@aws-sdk/client-sagemaker");
  const objects = new s3.S3Client(clientOptions(target, "S3"));
  const jobs = new glue.GlueClient(clientOptions(target, "GLUE"));
  const definitions = new batch.BatchClient(clientOptions(target, "BATCH"));
  const models = new sageMaker.SageMakerClient(clientOptions(target, "SAGEMAKER"));

  return {
    ...parameterStore(target),
    async hasObject(Bucket, Key) {
      const found = await unless(["NotFound", "NoSuchKey"], () =>
        ask("S3", "HeadObject", () => objects.send(new s3.HeadObjectCommand({ Bucket, Key }))),
      );
      return found !== undefined;
    },
    async putObject(Bucket, Key, file) {
      const Body = fs.readFileSync(file);
      await ask("S3", "PutObject", () => objects.send(new s3.PutObjectCommand({ Bucket, Key, Body })));
    },
    async startGlueJob(JobName, args) {
      const request = { JobName, Arguments: { ...args } };
      const run = await unless(["ConcurrentRunsExceededException"], () =>
        ask("Glue", "StartJobRun", () => jobs.send(new glue.StartJobRunCommand(request))),
      );
      return run?.JobRunId;
    },
    async glueRun(JobName, RunId) {
      const found = await ask("Glue", "GetJobRun", () => jobs.send(new glue.GetJobRunCommand({ JobName, RunId })));
      return found.JobRun ?? {};
    },
    async latestJobDefinition(jobDefinitionName) {
      const request = { jobDefinitionName, status: "ACTIVE" };
      const { jobDefinitions = [] } = await ask("AWS Batch", "DescribeJobDefinitions", () =>
        definitions.send(new batch.DescribeJobDefinitionsCommand(request)),
      );
      return jobDefinitions.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0]?.jobDefinitionArn;
    },
    async pendingModel(ModelPackageGroupName) {
      const request = {
        ModelPackageGroupName,
        ModelApprovalStatus: "PendingManualApproval",
        SortBy: "CreationTime",
        SortOrder: "Descending",
      } as const;
      const { ModelPackageSummaryList = [] } = await ask("SageMaker", "ListModelPackages", () =>
        models.send(new sageMaker.ListModelPackagesCommand(request)),
      );
      return ModelPackageSummaryList[0]?.ModelPackageArn;
    },
    async approveModel(ModelPackageArn) {
      const request = { ModelPackageArn, ModelApprovalStatus: "Approved" } as const;
      await ask("SageMaker", "UpdateModelPackage", () => models.send(new sageMaker.UpdateModelPackageCommand(request)));
    },
  };
}
