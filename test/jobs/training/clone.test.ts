import type { DescribeServiceJobResponse } from "@aws-sdk/client-batch";
import { ConfigError } from "../../../config/errors";
import { cloneOf, type CloneChanges } from "../../../jobs/training/clone";
import { JobNotOverError } from "../../../jobs/training/errors";
import { SUBMISSION_TAG } from "../../../jobs/training/kind";

const payload = {
  TrainingJobName: "churn",
  RoleArn: "arn:aws:iam::123456789012:role/training",
  AlgorithmSpecification: { TrainingImage: "image", TrainingInputMode: "File" },
  HyperParameters: { depth: "6" },
  OutputDataConfig: { S3OutputPath: "s3://bucket/models" },
  ResourceConfig: { InstanceType: "ml.g5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
};
const job = (more: Partial<DescribeServiceJobResponse> = {}): DescribeServiceJobResponse => ({
  jobId: "id",
  jobName: "train",
  jobQueue: "arn:queue",
  serviceJobType: "SAGEMAKER_TRAINING",
  status: "FAILED",
  startedAt: 1,
  serviceRequestPayload: JSON.stringify(payload),
  ...more,
});
const cloned = (changes: Partial<CloneChanges> = {}, more?: Partial<DescribeServiceJobResponse>) =>
  cloneOf(job(more), { set: [], ...changes });
/** The payload of a clone with a value set. */
const withSet = (path: string, value: string) =>
  // Cast: what was read is the payload above.
  JSON.parse(cloned({ set: [[path, value]] }).request.serviceRequestPayload) as typeof payload;

describe("the clone of a finished job", () => {
  test("has all that the job was submitted with", () => {
    const settings = {
      shareIdentifier: "team",
      schedulingPriority: 5,
      retryStrategy: { attempts: 2 },
      timeoutConfig: { attemptDurationSeconds: 600 },
    };
    const { name, request } = cloned({}, { ...settings, tags: { team: "a", [SUBMISSION_TAG]: "mark" } });
    expect(name).toBe("train");
    expect({ ...request, serviceRequestPayload: JSON.parse(request.serviceRequestPayload) as unknown }).toEqual({
      ...settings,
      jobName: "train",
      jobQueue: "arn:queue",
      serviceJobType: "SAGEMAKER_TRAINING",
      serviceRequestPayload: payload,
      tags: { team: "a" },
    });
  });

  test("keeps its quota share, and how it is preempted", () => {
    const settings = { quotaShareName: "research", preemptionConfiguration: { preemptionRetriesBeforeTermination: 3 } };
    expect(cloned({}, settings).request).toMatchObject(settings);
  });

  test("has no tags when it had none but the mark of its submission", () => {
    expect(cloned({}, { tags: { [SUBMISSION_TAG]: "mark", "dapf-queue": "q" } }).request.tags).toBeUndefined();
  });

  test("has its own tags, and none that AWS has put on the job, which nobody else may", () => {
    const tags = { team: "a", "aws:batch:job-queue": "q", "AWS:x": "y" };
    expect(cloned({}, { tags }).request.tags).toEqual({ team: "a" });
    expect(cloned({}, { tags: { "aws:x": "y" } }).request.tags).toBeUndefined();
  });

  test("goes under another name, to another queue, with further tags, when that is wanted", () => {
    const changes = { name: "again", jobQueue: "other", tags: { team: "b", run: "2" } };
    const { name, request } = cloned(changes, { tags: { team: "a", cost: "c" } });
    expect(name).toBe("again");
    expect(request).toMatchObject({ jobName: "again", jobQueue: "other", tags: { team: "b", run: "2", cost: "c" } });
  });

  test.each(["SUBMITTED", "RUNNING"] as const)("is refused while the job is %s", (status) => {
    expect(() => cloned({}, { status })).toThrow(JobNotOverError);
  });
});

describe("a value of the payload that is set", () => {
  test("is a number where there was one, and a text where there was a text", () => {
    expect(withSet("ResourceConfig.InstanceCount", "2").ResourceConfig.InstanceCount).toBe(2);
    expect(withSet("AlgorithmSpecification.TrainingImage", "7").AlgorithmSpecification.TrainingImage).toBe("7");
  });

  test("is a text among the hyperparameters, new ones too", () => {
    expect(withSet("HyperParameters.rounds", "200").HyperParameters).toEqual({ depth: "6", rounds: "200" });
  });

  test("may be new, an object as well as a word", () => {
    expect(withSet("Tags", '[{"Key": "a", "Value": "b"}]')).toMatchObject({ Tags: [{ Key: "a", Value: "b" }] });
    expect(withSet("ResourceConfig.VolumeKmsKeyId", "key").ResourceConfig).toMatchObject({ VolumeKmsKeyId: "key" });
  });

  test.each(["", "VpcConfig.Subnets", "TrainingJobName.first", "InputDataConfig[0].ChannelName"])(
    "at %j leads nowhere",
    (path) => {
      expect(() => withSet(path, "x")).toThrow(ConfigError);
      expect(() => withSet(path, "x")).toThrow(/leads nowhere in this payload; dapf train show <id> --json/);
    },
  );

  test.each(["__proto__", "__proto__.polluted", "HyperParameters.__proto__", "HyperParameters[__proto__].x"])(
    "at %s is refused: it would change what objects inherit",
    (path) => {
      expect(() => withSet(path, '{"a": 1}')).toThrow(/is no member that a payload can have/);
      expect(Reflect.get({}, "polluted")).toBeUndefined();
    },
  );

  test("that SageMaker would not take is told with its place", () => {
    expect(() => withSet("ResourceConfig.InstanceCount", "many")).toThrow(
      /^payload of id: ResourceConfig\.InstanceCount must be a/,
    );
  });
});

test("a job without a payload cannot be cloned", () => {
  expect(() => cloned({}, { serviceRequestPayload: undefined })).toThrow(ConfigError);
});
