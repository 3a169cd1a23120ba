import * as fc from "fast-check";
import { QUOTAS } from "../../../aws/batch/limits";
import { checkPayload } from "../../../jobs/training/payload/check";

const valid = () => ({
  TrainingJobName: "churn",
  RoleArn: "arn:aws:iam::123456789012:role/training",
  AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File" } as Record<string, unknown>,
  OutputDataConfig: { S3OutputPath: "s3://bucket/models" },
  ResourceConfig: { InstanceType: "ml.g5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 } as Record<string, unknown>,
  StoppingCondition: { MaxRuntimeInSeconds: 3600 } as Record<string, unknown>,
});

const problemsOf = (changes: object) =>
  checkPayload({ ...valid(), ...changes }).problems.map(({ path, rule }) => `${path.join(".")} ${rule}`);

test("a request that SageMaker takes is the JSON text for AWS Batch", () => {
  const { text, problems } = checkPayload(valid());
  expect(problems).toEqual([]);
  expect(JSON.parse(text ?? "")).toEqual(valid());
});

test.each<[string, object, string]>([
  ["a name with an underscore", { TrainingJobName: "a_b" }, "TrainingJobName must have only letters, digits and -"],
  ["a name of 64 characters", { TrainingJobName: "a".repeat(64) }, "TrainingJobName must have at most 63 characters"],
  ["a role that is a name", { RoleArn: "training-execution-role" }, "RoleArn must be the ARN of an IAM role"],
  ["no output", { OutputDataConfig: undefined }, "OutputDataConfig is missing"],
  [
    "an image and an algorithm",
    { AlgorithmSpecification: { TrainingImage: "i", AlgorithmName: "a", TrainingInputMode: "File" } },
    "AlgorithmSpecification must have only one of TrainingImage and AlgorithmName",
  ],
  [
    "neither image nor algorithm",
    { AlgorithmSpecification: { TrainingInputMode: "File" } },
    "AlgorithmSpecification must have one of TrainingImage and AlgorithmName",
  ],
  [
    "101 hyperparameters",
    { HyperParameters: Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`h${index}`, "1"])) },
    "HyperParameters must have at most 100 entries",
  ],
  ["a number as a hyperparameter", { HyperParameters: { epochs: 3 } }, "HyperParameters.epochs must be a string"],
  ["no channel in the list", { InputDataConfig: [] }, "InputDataConfig must have at least 1 entry"],
  [
    "a channel from two places",
    {
      InputDataConfig: [
        {
          ChannelName: "train",
          DataSource: {
            S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://b/p" },
            FileSystemDataSource: {
              FileSystemId: "fs-0123456789abcdef0",
              FileSystemAccessMode: "ro",
              FileSystemType: "EFS",
              DirectoryPath: "/",
            },
          },
        },
      ],
    },
    "InputDataConfig.0.DataSource must have exactly one source",
  ],
  ["no instances", { ResourceConfig: { VolumeSizeInGB: 1 } }, "ResourceConfig.InstanceType is missing"],
  [
    "instances and groups",
    {
      ResourceConfig: {
        InstanceType: "ml.g5.xlarge",
        InstanceCount: 1,
        InstanceGroups: [{ InstanceType: "ml.g5.xlarge", InstanceCount: 1, InstanceGroupName: "g" }],
      },
    },
    "ResourceConfig must have either InstanceGroups or InstanceType and InstanceCount",
  ],
  [
    "spot without a time to wait",
    { EnableManagedSpotTraining: true },
    "StoppingCondition.MaxWaitTimeInSeconds is missing: spot training needs it",
  ],
  [
    "spot that waits less than it runs",
    {
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 60 },
    },
    "StoppingCondition.MaxWaitTimeInSeconds must be at least MaxRuntimeInSeconds (3600)",
  ],
  [
    "a time to wait without spot",
    { StoppingCondition: { MaxRuntimeInSeconds: 1, MaxWaitTimeInSeconds: 2 } },
    "StoppingCondition.MaxWaitTimeInSeconds is for spot training",
  ],
  [
    "a variable that is no name",
    { Environment: { "9lives": "1" } },
    "Environment.9lives is a key that must be the name of an environment variable",
  ],
  ["a serverless job", { ServerlessJobConfig: {} }, "ServerlessJobConfig has no place in a job of a queue"],
])("%s is refused", (_, changes, problem) => {
  expect(problemsOf(changes).join("\n")).toContain(problem);
});

test("everything that is wrong is told at once, each with who says so", () => {
  const { problems } = checkPayload({ TrainingJobName: "-", OutputDataConfig: { S3OutputPath: "bucket" } });
  expect(problems.map(({ path }) => path.join(".")).sort()).toEqual([
    "AlgorithmSpecification",
    "OutputDataConfig.S3OutputPath",
    "ResourceConfig",
    "RoleArn",
    "TrainingJobName",
  ]);
  expect(problems.every(({ source }) => source?.startsWith("https://docs.aws.amazon.com/"))).toBe(true);
});

test("a misspelt member is told with the one that was meant", () => {
  const [problem] = checkPayload({ ...valid(), HyperParamters: {} }).problems;
  expect(problem).toMatchObject({ path: ["HyperParamters"], hint: "did you mean HyperParameters?" });
});

test("an instance type that dapf does not know is a warning: AWS adds some", () => {
  const { problems, warnings } = checkPayload({
    ...valid(),
    ResourceConfig: { InstanceType: "ml.g5.xxlarge", InstanceCount: 1 },
  });
  expect(problems).toEqual([]);
  expect(warnings).toMatchObject([{ path: ["ResourceConfig", "InstanceType"], hint: expect.any(String) as string }]);
});

test("10 KiB of JSON are taken, one byte more is not", () => {
  const sized = (bytes: number) => {
    const Environment: Record<string, string> = {};
    const withEnvironment = { ...valid(), Environment };
    for (let index = 0; Buffer.byteLength(JSON.stringify(withEnvironment)) < bytes - 600; index += 1) {
      Environment[`V${index}`] = "x".repeat(500);
    }
    Environment.LAST = "";
    Environment.LAST2 = "";
    const missing = bytes - Buffer.byteLength(JSON.stringify(withEnvironment));
    Environment.LAST = "x".repeat(Math.min(512, missing));
    Environment.LAST2 = "x".repeat(Math.max(0, missing - 512));
    return checkPayload(withEnvironment);
  };
  expect(sized(QUOTAS.servicePayloadBytes)).toMatchObject({ problems: [] });
  const [problem] = sized(QUOTAS.servicePayloadBytes + 1).problems;
  expect(problem?.rule).toBe("is 10241 bytes of JSON, and AWS Batch takes at most 10240");
});

test("whatever the value, it is a request or has problems", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(valid())), (value, member) => {
      for (const payload of [value, { ...valid(), [member]: value }]) {
        const { request, problems } = checkPayload(payload);
        expect(problems.length > 0).toBe(request === undefined);
      }
    }),
    { numRuns: Number(process.env.DAPF_FUZZ_RUNS ?? 300) },
  );
});

test("an instance type of a group that dapf does not know is a warning, too; a name given twice is not", () => {
  const group = (InstanceGroupName: string, InstanceType: string) => ({
    InstanceGroupName,
    InstanceType,
    InstanceCount: 1,
  });
  const ResourceConfig = { InstanceGroups: [group("a", "ml.g5.xlarge"), group("a", "ml.g5.xxlarge")] };
  const { warnings } = checkPayload({ ...valid(), ResourceConfig });
  expect(warnings.map(({ path }) => path.join("."))).toEqual(["ResourceConfig.InstanceGroups.1.InstanceType"]);
  expect(problemsOf({ ResourceConfig })).toEqual([
    "ResourceConfig.InstanceGroups.1.InstanceGroupName is the name of an earlier group, too",
  ]);
});

test("spot training that waits long enough is taken, and keeps no warm pool", () => {
  const spot = {
    EnableManagedSpotTraining: true,
    StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 3600 },
  };
  expect(problemsOf(spot)).toEqual([]);
  const ResourceConfig = { ...valid().ResourceConfig, KeepAlivePeriodInSeconds: 600 };
  expect(problemsOf({ ...spot, ResourceConfig })).toEqual([
    "ResourceConfig.KeepAlivePeriodInSeconds has no place in spot training, which keeps no warm pool",
  ]);
});

test("channels and tags of the same name are told", () => {
  const channel = { ChannelName: "train", DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://b/p" } } };
  const tag = { Key: "team", Value: "a" };
  expect(problemsOf({ InputDataConfig: [channel, channel], Tags: [tag, tag] })).toEqual([
    "InputDataConfig.1.ChannelName is the name of an earlier channel, too",
    "Tags.1.Key is the key of an earlier tag, too",
  ]);
});
