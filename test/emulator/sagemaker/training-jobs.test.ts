import { placeIn } from "../../../aws/place";
import type { EdgeRequest } from "../../../emulator/edge/messages";
import { jsonAnswer } from "../../../emulator/edge/messages";
import { TrainingJobs } from "../../../emulator/sagemaker/training-jobs";
import { PLACE } from "../batch/account";
import { fifo, training, type TrainingAccount } from "../batch/jobs/service/training-account";

const identity = { service: "sagemaker", ...PLACE, accountIsChosen: true };

/** SageMaker in front of a moto that answers with the operation. */
function sagemaker(account: TrainingAccount, place = PLACE) {
  const jobs = new TrainingJobs(account.batch.service);
  return async (operation: string, TrainingJobName: string) => {
    const request: EdgeRequest = {
      identity: { ...identity, ...place },
      operation,
      method: "POST",
      url: "/",
      headers: {},
      body: Buffer.from(JSON.stringify({ TrainingJobName })),
    };
    const answer = await jobs.handle(request, ({ operation: passed }) => Promise.resolve(jsonAnswer({ passed })));
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
    expect(await sagemaker(fifo())(operation, "mine")).toEqual({ passed: operation });
  },
);

it("a training job is that of its account and Region", async () => {
  const account = fifo();
  const id = account.submit("job");
  account.step(1);
  const elsewhere = sagemaker(account, placeIn("us-east-1", PLACE.account));
  expect(await elsewhere("DescribeTrainingJob", nameOf(account, id))).toEqual({ passed: "DescribeTrainingJob" });
});
