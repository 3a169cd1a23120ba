import * as fs from "node:fs";
import type { JobRun } from "@aws-sdk/client-glue";
import { jobDefinitions } from "../../../aws/batch/job-definitions";
import type { Connection } from "../../../aws/connection";
import { unless } from "../../../aws/errors";
import { batchClient, glueClient, s3Client, sageMakerClient } from "../../../aws/services";
import { type ParameterStore, parameterStore } from "../parameters";

/** What is asked of AWS to put example data in place. */
export interface ExampleServices extends ParameterStore {
  hasObject(bucket: string, key: string): Promise<boolean>;
  /** @param file absolute path */
  putObject(bucket: string, key: string, file: string): Promise<void>;
  /** @returns id of the run; undefined while as many as may run at once run already */
  startGlueJob(job: string, args: Readonly<Record<string, string>>): Promise<string | undefined>;
  glueRun(job: string, runId: string): Promise<Pick<JobRun, "JobRunState" | "ErrorMessage">>;
  /** ARN of the latest active revision. */
  latestJobDefinition(name: string): Promise<string | undefined>;
  /** ARN of the latest package that nobody has judged. */
  pendingModel(group: string): Promise<string | undefined>;
  approveModel(arn: string): Promise<void>;
}

/** Asks AWS, the embedded one above all. */
export function exampleServices(connection: Connection): ExampleServices {
  const [s3, glue] = [s3Client(connection), glueClient(connection)];
  const [batch, sageMaker] = [batchClient(connection), sageMakerClient(connection)];

  return {
    ...parameterStore(connection),
    hasObject: async (Bucket, Key) =>
      (await unless(["NotFound", "NoSuchKey"], s3.call("HeadObject", { Bucket, Key }))) !== undefined,
    putObject: async (Bucket, Key, file) => {
      await s3.call("PutObject", { Bucket, Key, Body: fs.readFileSync(file) });
    },
    startGlueJob: async (JobName, args) => {
      const started = glue.call("StartJobRun", { JobName, Arguments: { ...args } });
      return (await unless(["ConcurrentRunsExceededException"], started))?.JobRunId;
    },
    glueRun: async (JobName, RunId) => (await glue.call("GetJobRun", { JobName, RunId })).JobRun ?? {},
    latestJobDefinition: async (name) => (await jobDefinitions(batch, name))[0]?.jobDefinitionArn,
    pendingModel: async (ModelPackageGroupName) => {
      const { ModelPackageSummaryList = [] } = await sageMaker.call("ListModelPackages", {
        ModelPackageGroupName,
        ModelApprovalStatus: "PendingManualApproval",
        SortBy: "CreationTime",
        SortOrder: "Descending",
      });
      return ModelPackageSummaryList[0]?.ModelPackageArn;
    },
    approveModel: async (ModelPackageArn) => {
      await sageMaker.call("UpdateModelPackage", { ModelPackageArn, ModelApprovalStatus: "Approved" });
    },
  };
}
