import * as path from "node:path";
import { describeReferenceData, ownData, type ReferenceData } from "./reference-data";

/** Files of users: a job definition, a job of it, a workflow of three jobs in a chain, and a job with comments. */
export interface JobSamples {
  readonly definition: string;
  readonly job: string;
  readonly workflow: string;
  readonly commented: string;
  /** The queues and job definitions that they name. */
  readonly queues: readonly string[];
  readonly definitions: readonly string[];
  /** The names of the workflow's jobs, in the order of the chain. */
  readonly chain: readonly string[];
}

const own: JobSamples = {
  definition: "job-definition.json",
  job: "job.json",
  workflow: "workflow.json",
  commented: "commented-job.json",
  queues: ["tide-gpu", "tide-cpu", "harbour-masters"],
  definitions: ["tide-cleaning", "tide-fitting", "tide-judging", "harbour-forecast"],
  chain: ["clean-north-sea", "fit-north-sea", "judge-north-sea"],
};

const shared: JobSamples = {
  definition: "my-job-definition.json",
  job: "my-job-submission.json",
  workflow: "workflow-jobs.json",
  commented: "finance-team-job.json",
  queues: ["ml-training-queue", "cpu-job-queue", "gpu-job-queue", "finance-team-queue"],
  definitions: ["data-preprocessing", "model-training", "model-evaluation", "risk-analysis"],
  chain: ["preprocess-dataset-42", "train-model-42", "evaluate-model-42"],
};

/** Tests of files of users: on those of this repository, and on those beside it where they are. */
export function describeJobSamples(tests: (samples: JobSamples, pathOf: (file: string) => string) => void): void {
  describeReferenceData("the sample files of users", (data: ReferenceData) => {
    tests(data === ownData ? own : shared, (file) => path.join(data.folder, "jobs", file));
  });
}
