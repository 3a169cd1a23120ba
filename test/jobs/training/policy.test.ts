import { renderProblem } from "../../../config/errors";
import { inFile } from "../../../config/zod-problems";
import type { JobPolicy } from "../../../config/job-policy";
import { checkPayload } from "../../../jobs/training/payload/check";
import type { ServiceJobRequest } from "../../../jobs/training/planned-job";
import { trainingBreaches } from "../../../jobs/training/policy";

const FILE = "environments/small.ts";
const payload = (more: object = {}) => ({
  TrainingJobName: "t",
  RoleArn: "arn:aws:iam::123456789012:role/training",
  AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File" },
  OutputDataConfig: { S3OutputPath: "s3://bucket/models" },
  ResourceConfig: { InstanceType: "ml.g5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
  ...more,
});
const groups = (...all: [string, number][]) => ({
  ResourceConfig: {
    InstanceGroups: all.map(([InstanceType, InstanceCount], index) => ({
      InstanceType,
      InstanceCount,
      InstanceGroupName: `g${index}`,
    })),
  },
});
const running = (seconds: number) => ({ StoppingCondition: { MaxRuntimeInSeconds: seconds } });

function said(
  limits: JobPolicy["limits"],
  more: object = {},
  request: Partial<ServiceJobRequest> = {},
  requiredTags: string[] = [],
): string[] {
  const { request: checked, text = "", problems } = checkPayload(payload(more));
  if (checked === undefined) throw new Error(problems.map(({ rule }) => rule).join());
  const job = {
    jobName: "j",
    jobQueue: "q",
    serviceJobType: "SAGEMAKER_TRAINING" as const,
    serviceRequestPayload: text,
  };
  const { ofSubmission, ofPayload } = trainingBreaches(
    { file: FILE, limits, requiredTags },
    { ...job, ...request },
    checked,
  );
  return [
    ...ofPayload.map((one) => renderProblem(inFile(one, { file: "payload" }))),
    ...ofSubmission.map((one) => renderProblem(inFile(one, { file: "submission" }))),
  ];
}

describe("the instances of a training job", () => {
  const types = { training: { instance_types: ["ml.g5.*", "ml.c5.xlarge"] } };

  it.each(["ml.g5.xlarge", "ml.g5.48xlarge", "ml.c5.xlarge"])("may be %s", (InstanceType) => {
    expect(said(types, { ResourceConfig: { InstanceType, InstanceCount: 1 } })).toEqual([]);
  });

  it.each(["ml.c5.2xlarge", "ml.g5n.xlarge", "ml.p5.48xlarge"])("may not be %s", (InstanceType) => {
    expect(said(types, { ResourceConfig: { InstanceType, InstanceCount: 1 } })).toEqual([
      `payload: ResourceConfig.InstanceType must be one of ml.g5.*, ml.c5.xlarge (limits.training.instance_types of ${FILE}), not "${InstanceType}"`,
    ]);
  });

  it("are of a type that is allowed in each of the groups", () => {
    expect(said(types, groups(["ml.g5.xlarge", 1], ["ml.p5.48xlarge", 1]))).toEqual([
      expect.stringContaining("ResourceConfig.InstanceGroups[1].InstanceType must be one of"),
    ]);
  });

  it("are counted over all groups", () => {
    const limits = { training: { instances: 8 } };
    expect(said(limits, groups(["ml.g5.xlarge", 4], ["ml.c5.xlarge", 4]))).toEqual([]);
    expect(said(limits, groups(["ml.g5.xlarge", 5], ["ml.c5.xlarge", 4]))).toEqual([
      `payload: ResourceConfig.InstanceGroups must have at most 8 instances (limits.training.instances of ${FILE}), not 9; 5 + 4 instances = 9 instances`,
    ]);
    expect(said(limits, { ResourceConfig: { InstanceType: "ml.g5.xlarge", InstanceCount: 9 } })).toEqual([
      `payload: ResourceConfig.InstanceCount must have at most 8 instances (limits.training.instances of ${FILE}), not 9`,
    ]);
  });
});

describe("the hours of a training job", () => {
  const day = { training: { hours: 24 } };

  it("are those of MaxRuntimeInSeconds; a day when it says nothing", () => {
    expect(said(day, running(86_400))).toEqual([]);
    expect(said(day)).toEqual([]);
    expect(said({ training: { hours: 12 } })).toEqual([
      `payload: StoppingCondition.MaxRuntimeInSeconds must let the job run at most 12 hours (limits.training.hours of ${FILE}), not 24; 1 attempt x 24 hours (without MaxRuntimeInSeconds it is that of SageMaker) = 24 hours`,
    ]);
  });

  it("are those of all attempts together", () => {
    expect(said(day, running(43_200), { retryStrategy: { attempts: 2 } })).toEqual([]);
    expect(said(day, running(43_200), { retryStrategy: { attempts: 3 } })).toEqual([
      expect.stringContaining("not 36; 3 attempts x 12 hours = 36 hours"),
    ]);
  });

  it("are those of timeoutConfig when that is shorter", () => {
    const timeoutConfig = { attemptDurationSeconds: 3600 };
    expect(said({ training: { hours: 1 } }, running(86_400), { timeoutConfig })).toEqual([]);
    expect(said({ training: { hours: 1 } }, {}, { timeoutConfig, retryStrategy: { attempts: 2 } })).toEqual([
      `submission: timeoutConfig.attemptDurationSeconds must let the job run at most 1 hour (limits.training.hours of ${FILE}), not 2; 2 attempts x 1 hour = 2 hours`,
    ]);
    expect(said(day, running(172_800), { timeoutConfig: { attemptDurationSeconds: 200_000 } })).toHaveLength(1);
  });
});

describe("limits.timeout", () => {
  it("holds for an attempt of a training job, too", () => {
    expect(said({ timeout: 3600 }, running(3600), { retryStrategy: { attempts: 5 } })).toEqual([]);
    expect(said({ timeout: 3600 }, running(3601))).toEqual([
      `payload: StoppingCondition.MaxRuntimeInSeconds must be at most 3600 seconds (limits.timeout of ${FILE}), not 3601`,
    ]);
    expect(said({ timeout: 3600 })).toEqual([
      expect.stringMatching(/not 86400; that is what SageMaker takes without it$/),
    ]);
  });

  it("holds for containers only where training.hours says how long training jobs may run", () => {
    expect(said({ timeout: 60, training: { hours: 24 } }, running(86_400))).toEqual([]);
  });
});

test("sizes of containers are no limits of training jobs, and tags are those of the submission", () => {
  const limits = { vcpus: 1, memory: 4, gpus: 0 };
  expect(said(limits, {}, { tags: { Project: "p" } }, ["Project"])).toEqual([]);
  expect(said(limits, { Tags: [{ Key: "Project", Value: "p" }] }, {}, ["Project"])).toEqual([
    `submission: tags must have Project (required_tags of ${FILE}); --tags key=value adds one; Tags of the payload are those of the SageMaker training job`,
  ]);
});
