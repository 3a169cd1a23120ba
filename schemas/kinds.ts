/** The kinds of files that dapf reads, each with a JSON Schema by which editors check them. */
import * as path from "node:path";

export interface SchemaKind {
  readonly name: string;
  /** What a file of this kind is. */
  readonly title: string;
  /** Which files are of this kind, where that is agreed. */
  readonly files: string;
}

export const KINDS = [
  { name: "environment", title: "Environment of dapf", files: "environments/*.tfvars.json" },
  { name: "training-queues", title: "Queues of SageMaker training jobs", files: "what training_queues.path names" },
  { name: "compute", title: "Compute that teams share", files: "what compute.path names" },
  { name: "etl", title: "Jobs, workflows and triggers of AWS Glue", files: "analytics-etl/*.config.json" },
  { name: "etl-example", title: "Example data of the ETL", files: "analytics-etl/example/example.json" },
  { name: "job-definition", title: "Job definition of AWS Batch", files: "for dapf job-definition register" },
  { name: "jobs", title: "Job, or workflow of jobs, of AWS Batch", files: "for dapf submit" },
  {
    name: "training-jobs",
    title: "SageMaker training job, or workflow of them, in a queue of AWS Batch",
    files: "for dapf train submit, and payloads",
  },
] as const satisfies readonly SchemaKind[];

export type KindName = (typeof KINDS)[number]["name"];

/** @returns the path of the schema of a kind of files; absolute */
export const schemaFile = (name: KindName): string => path.join(__dirname, "json", `${name}.json`);
