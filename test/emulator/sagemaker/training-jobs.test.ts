import { placeIn } from "../../../aws/place";
import type { EdgeRequest } from "../../../emulator/edge/messages";
import { jsonAnswer } from "../../../emulator/edge/messages";
import { TrainingJobs } from "../../../emulator/sagemaker/training-jobs";
import { PLACE } from "../batch/account";
import { fifo, G5, payload, training, type TrainingAccount } from "../batch/jobs/service/training-account";

/** A job that moto has. */
const other = { TrainingJobName: "other", TrainingJobStatus: "Completed", CreationTime: 1, LastModifiedTime: 1 };
const moto = (passed: string) => ({
  passed,
  TrainingJobSummaries: [other],
  Results: [{ TrainingJob: { ...other, ResourceConfig: { InstanceType: "ml.c5.xlarge" } } }],
});

const identity = { service: "sagemaker", ...PLACE, accountIsChosen: true };

/** SageMaker in front of a moto that answers with the operation. */
function sagemaker(account: TrainingAccount, place = PLACE) {
  const jobs = new TrainingJobs(account.batch.service);
  return async (operation: string, asked: string | object) => {
    const named = typeof asked === "string" ? { TrainingJobName: asked } : asked;
    const request: EdgeRequest = {
      identity: { ...identity, ...place },
      operation,
      method: "POST",
      url: "/",
      headers: {},
      body: Buffer.from(JSON.stringify(named)),
    };
    const answer = await jobs.handle(request, ({ operation: passed }) => Promise.resolve(jsonAnswer(moto(passed))));
    return JSON.parse(answer.body.toString()) as Record<string, unknown>;
  };
}

const nameOf = (account: TrainingAccount, jobId: string): string =>
  account.job(jobId).latestAttempt?.serviceResourceId?.value?.split("/").at(-1) ?? "";

describe("the training job of a service job", () => {
  it("has the name that Batch gives it, the members of the payload, and the status that the job's state says", async () => {
    const account = fifo();
    const ask = sagemaker(account);
    const began = account.batch.clock.now();
    const id = account.submit("job", { serviceRequestPayload: training(2) });
    const seen: unknown[] = [];
    for (const milliseconds of [60, 100, 100, 2000]) {
      account.batch.clock.step(milliseconds);
      const { TrainingJobStatus, SecondaryStatus } = await ask("DescribeTrainingJob", nameOf(account, id));
      seen.push([account.job(id).status, TrainingJobStatus, SecondaryStatus]);
    }
    expect(seen).toEqual([
      ["SCHEDULED", "InProgress", "Pending"],
      ["STARTING", "InProgress", "Downloading"],
      ["RUNNING", "InProgress", "Training"],
      ["SUCCEEDED", "Completed", "Completed"],
    ]);

    const name = nameOf(account, id);
    expect(name).toMatch(/^AWSBatchchurn[0-9a-f]{32}$/);
    const described = await ask("DescribeTrainingJob", name);
    expect(described).toMatchObject({
      TrainingJobName: name,
      TrainingJobArn: `arn:aws:sagemaker:${PLACE.region}:${PLACE.account}:training-job/${name}`,
      RoleArn: "arn:aws:iam::123456789012:role/training",
      HyperParameters: { dapf_duration_seconds: "2" },
      ModelArtifacts: { S3ModelArtifacts: `s3://models/churn/${name}/output/model.tar.gz` },
      CreationTime: (began + 50) / 1000,
      TrainingStartTime: (began + 200) / 1000,
      TrainingEndTime: (began + 2250) / 1000,
      TrainingTimeInSeconds: 2,
    });
    const { SecondaryStatusTransitions: transitions } = described;
    expect(transitions).toMatchObject(
      ["Pending", "Downloading", "Training", "Uploading", "Completed"].map((Status) => ({ Status })),
    );
  });

  it("has the reason of its failure", async () => {
    const account = fifo();
    const id = account.submit("job", { serviceRequestPayload: training(1, "FAILED") });
    account.step(2);
    expect(await sagemaker(account)("DescribeTrainingJob", nameOf(account, id))).toMatchObject({
      TrainingJobStatus: "Failed",
      FailureReason: "AlgorithmError: , exit code: 1",
    });
  });

  it("keeps to the 63 characters of a training job's name", () => {
    const account = fifo();
    const changes = { TrainingJobName: "a-very-long-name-of-a-training-job-indeed" };
    const id = account.submit("job", { serviceRequestPayload: training(1, "SUCCEEDED", { changes }) });
    account.step(1);
    expect(nameOf(account, id)).toHaveLength(63);
  });

  it("is stopped when the job is terminated", async () => {
    const account = fifo();
    const id = account.submit("job");
    account.step(1);
    account.batch.call("TerminateServiceJob", { jobId: id, reason: "why" });
    account.step(3600);
    expect(await sagemaker(account)("DescribeTrainingJob", nameOf(account, id))).toMatchObject({
      TrainingJobStatus: "Stopped",
      SecondaryStatus: "Stopped",
    });
    expect(account.job(id)).toMatchObject({ status: "FAILED", statusReason: "why" });
  });

  it("takes the job along when somebody stops it, once", async () => {
    const account = fifo(1);
    const ask = sagemaker(account);
    const id = account.submit("job");
    const next = account.submit("next");
    account.step(1);
    expect(await ask("StopTrainingJob", nameOf(account, id))).toEqual({});
    expect(account.job(id)).toMatchObject({
      status: "FAILED",
      statusReason: "Received status from SageMaker: Training job stopped",
    });
    account.step(1);
    expect(account.job(next).status).toBe("RUNNING");
    expect(await ask("StopTrainingJob", nameOf(account, id))).toMatchObject({ __type: "ValidationException" });
  });
});

it.each(["DescribeTrainingJob", "StopTrainingJob", "CreateTrainingJob"])(
  "%s of a job that is not Batch's goes on to moto",
  async (operation) => {
    expect(await sagemaker(fifo())(operation, "mine")).toMatchObject({ passed: operation });
  },
);

it("a training job is that of its account and Region", async () => {
  const account = fifo();
  const id = account.submit("job");
  account.step(1);
  const elsewhere = sagemaker(account, placeIn("us-east-1", PLACE.account));
  expect(await elsewhere("DescribeTrainingJob", nameOf(account, id))).toMatchObject({ passed: "DescribeTrainingJob" });
});

/** An account with a job of Batch that has ended, and one that still trains. */
async function two() {
  const account = fifo();
  const changes = {
    Tags: [{ Key: "team", Value: "blue" }],
    InputDataConfig: [
      { ChannelName: "train", DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://d/" } } },
    ],
  };
  const done = account.submit("done", { serviceRequestPayload: training(1, "SUCCEEDED", { changes }) });
  account.step(5);
  const open = account.submit("open");
  account.step(1);
  const ask = sagemaker(account);
  const [first, second] = [nameOf(account, done), nameOf(account, open)];
  const { TrainingJobArn: arn } = await ask("DescribeTrainingJob", first);
  return { account, ask, done: first, open: second, arn };
}

describe("what SageMaker shows of a training job of Batch", () => {
  it("has the members that a request may leave out, with their defaults", async () => {
    const { ask, done, open } = await two();
    expect(await ask("DescribeTrainingJob", done)).toMatchObject({
      OutputDataConfig: { S3OutputPath: "s3://models/churn/", KmsKeyId: "", CompressionType: "GZIP" },
      AlgorithmSpecification: { TrainingInputMode: "File", EnableSageMakerMetricsTimeSeries: false },
      InputDataConfig: [{ ChannelName: "train", CompressionType: "None", RecordWrapperType: "None" }],
      EnableNetworkIsolation: false,
      EnableInterContainerTrafficEncryption: false,
      EnableManagedSpotTraining: false,
      ProfilingStatus: "Disabled",
      BillableTimeInSeconds: 1,
    });
    const { ModelArtifacts, Tags } = await ask("DescribeTrainingJob", open);
    expect([ModelArtifacts, Tags]).toEqual([
      { S3ModelArtifacts: `s3://models/churn/${open}/output/model.tar.gz` },
      undefined,
    ]);
  });

  it("keeps what the request says instead", async () => {
    const account = fifo();
    const changes = {
      OutputDataConfig: { S3OutputPath: "s3://m/", KmsKeyId: "key", CompressionType: "NONE" },
      EnableNetworkIsolation: true,
      ProfilerConfig: { S3OutputPath: "s3://p/" },
    };
    const id = account.submit("job", { serviceRequestPayload: payload({ changes }) });
    account.step(1);
    expect(await sagemaker(account)("DescribeTrainingJob", nameOf(account, id))).toMatchObject({
      ...changes,
      ProfilingStatus: "Enabled",
    });
  });
});

describe("tags of a training job of Batch", () => {
  it("are those of the payload, until they are changed", async () => {
    const { ask, arn } = await two();
    expect(await ask("ListTags", { ResourceArn: arn })).toEqual({ Tags: [{ Key: "team", Value: "blue" }] });
    const Tags = [
      { Key: "team", Value: "red" },
      { Key: "cost", Value: "7" },
    ];
    expect(await ask("AddTags", { ResourceArn: arn, Tags })).toEqual({ Tags });
    expect(await ask("DeleteTags", { ResourceArn: arn, TagKeys: ["team"] })).toEqual({});
    expect(await ask("ListTags", { ResourceArn: arn })).toEqual({ Tags: [{ Key: "cost", Value: "7" }] });
  });

  it.each<[string, string, object]>([
    ["a reserved key", "AddTags", { Tags: [{ Key: "aws:a", Value: "" }] }],
    ["a key without characters", "AddTags", { Tags: [{ Key: "", Value: "" }] }],
    ["a key of 129", "AddTags", { Tags: [{ Key: "k".repeat(129), Value: "" }] }],
    ["a value of 257", "AddTags", { Tags: [{ Key: "k", Value: "v".repeat(257) }] }],
    ["a key of other characters", "AddTags", { Tags: [{ Key: "k!", Value: "" }] }],
    ["a number", "AddTags", { Tags: [{ Key: "k", Value: 1 }] }],
    [
      "50 beside the one there is",
      "AddTags",
      { Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `${i}`, Value: "" })) },
    ],
    ["no key", "DeleteTags", { TagKeys: [] }],
  ])("cannot have %s", async (_case, operation, more) => {
    const { ask, arn } = await two();
    expect(await ask(operation, { ResourceArn: arn, ...more })).toMatchObject({ __type: "ValidationException" });
    expect(await ask("ListTags", { ResourceArn: arn })).toEqual({ Tags: [{ Key: "team", Value: "blue" }] });
  });

  it("of another account's job of the same name are moto's to refuse", async () => {
    const { ask, arn } = await two();
    const foreign = String(arn).replace(PLACE.account, "999988887777");
    expect(await ask("ListTags", { ResourceArn: foreign })).toMatchObject({ passed: "ListTags" });
  });
});

const names = ({ TrainingJobSummaries: found }: Record<string, unknown>) =>
  (found as { TrainingJobName: string }[]).map(({ TrainingJobName }) => TrainingJobName); // Cast: a list of jobs.

describe("ListTrainingJobs", () => {
  it("shows jobs of Batch beside those of moto, by time of creation", async () => {
    const { ask, done, open } = await two();
    const list = await ask("ListTrainingJobs", {});
    expect(names(list)).toEqual(["other", done, open]);
    expect(list["TrainingJobSummaries"]).toMatchObject([
      {},
      { TrainingJobStatus: "Completed" },
      { TrainingJobStatus: "InProgress" },
    ]);
  });

  it("filters, sorts and pages", async () => {
    const { account, ask, done, open } = await two();
    const list = async (body: object) => names(await ask("ListTrainingJobs", body));
    const now = account.batch.clock.now() / 1000;
    expect(await list({ StatusEquals: "InProgress" })).toEqual([open]);
    expect(await list({ NameContains: "AWSBatch", SortOrder: "Descending" })).toEqual([open, done]);
    expect(await list({ CreationTimeAfter: now - 2 })).toEqual([open]);
    expect(await list({ CreationTimeBefore: now - 2, LastModifiedTimeAfter: 2 })).toEqual([done]);
    expect((await list({ SortBy: "Status" })).at(-1)).toBe(open);
    expect(await list({ WarmPoolStatusEquals: "InUse" })).toEqual([]);
    const first = await ask("ListTrainingJobs", { MaxResults: 2 });
    expect([names(first), first["NextToken"]]).toEqual([["other", done], "2"]);
    expect(await list({ MaxResults: 2, NextToken: "2" })).toEqual([open]);
  });

  it.each([
    [{ MaxResults: 0 }, "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater"],
    [{ MaxResults: 101 }, "Member must have value less than or equal to 100"],
    [{ NameContains: "a b" }, "Member must satisfy regular expression pattern"],
    [{ NameContains: "x".repeat(64) }, "Member must have length less than or equal to 63"],
    [{ NextToken: "?" }, "Invalid pagination token."],
  ])("refuses %j", async (body, message) => {
    const { ask } = await two();
    const { __type: type, message: found } = await ask("ListTrainingJobs", body);
    expect([type, found]).toEqual(["ValidationException", expect.stringContaining(message)]);
  });

  it("leaves words that are none, and lists without jobs of Batch, to moto", async () => {
    const { ask } = await two();
    expect(await ask("ListTrainingJobs", { StatusEquals: "blah" })).toMatchObject({ passed: "ListTrainingJobs" });
    expect(await sagemaker(fifo())("ListTrainingJobs", {})).toMatchObject({ passed: "ListTrainingJobs" });
    expect(names(await sagemaker(fifo())("ListTrainingJobs", { SortOrder: "Descending" }))).toEqual(["other"]);
  });
});

describe("Search", () => {
  const filter = (Name: string, Operator: string | undefined, Value?: string) => ({ Name, Operator, Value });

  it.each<[string, object, readonly string[]]>([
    ["all of them", {}, ["open", "done", "other"]],
    ["a status", { Filters: [filter("TrainingJobStatus", "Equals", "Completed")] }, ["done", "other"]],
    ["another status", { Filters: [filter("TrainingJobStatus", "NotEquals", "Completed")] }, ["open"]],
    ["an instance type", { Filters: [filter("ResourceConfig.InstanceType", "Equals", G5)] }, ["open", "done"]],
    ["a tag", { Filters: [filter("Tags.team", "Equals", "blue")] }, ["done"]],
    ["any tags", { Filters: [filter("Tags.team", undefined)] }, ["done"]],
    ["no tags", { Filters: [filter("Tags.team", "NotExists")] }, ["open", "other"]],
    ["a part of a name", { Filters: [filter("TrainingJobName", "Contains", "AWSBatch")] }, ["open", "done"]],
    ["one of several", { Filters: [filter("TrainingJobStatus", "In", "Failed,InProgress")] }, ["open"]],
    ["a number", { Filters: [filter("TrainingTimeInSeconds", "LessThanOrEqualTo", "1")] }, ["done"]],
    ["another number", { Filters: [filter("TrainingTimeInSeconds", "GreaterThan", "1")] }, []],
    ["a time", { Filters: [filter("CreationTime", "GreaterThanOrEqualTo", "2025-01-01T00:00:00Z")] }, ["open", "done"]],
    ["an earlier time", { Filters: [filter("CreationTime", "LessThan", "2025-01-01T00:00:00Z")] }, ["other"]],
    ["both", { Filters: [filter("Tags.team", "Exists"), filter("TrainingJobStatus", "Equals", "InProgress")] }, []],
    [
      "either",
      { Operator: "Or", Filters: [filter("Tags.team", "Exists"), filter("TrainingJobStatus", "Equals", "InProgress")] },
      ["open", "done"],
    ],
    ["a part", { SubExpressions: [{ Filters: [filter("Tags.team", "Exists")] }] }, ["done"]],
    [
      "an entry of a list",
      {
        NestedFilters: [
          {
            NestedPropertyName: "InputDataConfig",
            Filters: [
              filter("InputDataConfig.ChannelName", "Equals", "train"),
              filter("InputDataConfig.DataSource.S3DataSource.S3Uri", "Contains", "s3://d"),
            ],
          },
        ],
      },
      ["done"],
    ],
  ])("finds training jobs by %s", async (_case, SearchExpression, wanted) => {
    const { ask, done, open } = await two();
    const { Results: results } = await ask("Search", { Resource: "TrainingJob", SearchExpression });
    const called = new Map([
      [done, "done"],
      [open, "open"],
    ]);
    const found = results as { TrainingJob: { TrainingJobName: string } }[]; // Cast: what Search answers.
    expect(found.map(({ TrainingJob: { TrainingJobName: name } }) => called.get(name) ?? name)).toEqual(wanted);
  });

  it("sorts and pages", async () => {
    const { ask } = await two();
    const asked = { Resource: "TrainingJob", SortBy: "CreationTime", SortOrder: "Ascending", MaxResults: 1 };
    expect(await ask("Search", asked)).toMatchObject({
      Results: [{ TrainingJob: { TrainingJobName: "other" } }],
      NextToken: "1",
    });
    const last = await ask("Search", { ...asked, NextToken: "2" });
    expect([last["NextToken"], last["Results"]]).toMatchObject([undefined, [{ TrainingJob: {} }]]);
  });

  it.each([
    { Filters: [filter("Colour", "Equals", "red")] },
    { NestedFilters: [{ NestedPropertyName: "Colour", Filters: [] }] },
    { SubExpressions: [{ Filters: [filter("Colour", "Equals", "red")] }] },
  ])("refuses a property that no training job has: %j", async (SearchExpression) => {
    const { ask } = await two();
    expect(await ask("Search", { Resource: "TrainingJob", SearchExpression })).toMatchObject({
      __type: "ValidationException",
      message: "Unknown property name: Colour",
    });
  });

  it("of other resources, or without jobs of Batch, is moto's", async () => {
    const { ask } = await two();
    expect(await ask("Search", { Resource: "Pipeline" })).toMatchObject({ passed: "Search" });
    expect(await sagemaker(fifo())("Search", { Resource: "TrainingJob" })).toMatchObject({ passed: "Search" });
  });
});
