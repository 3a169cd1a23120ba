import { looking, withHeldJobs } from "../../../deploy/plan/held-jobs";
import type { BatchTarget } from "../../../deploy/plan/held";
import { standIn } from "../../aws/stand-in";
import { arn, BatchAccount, valid } from "../../emulator/batch/account";
import { answeredBy } from "../../emulator/batch/create-compute";
import { payload } from "../../emulator/batch/jobs/service/training-account";
import { at, change } from "./batch-plans";

const DAY = 24 * 3600 * 1000;
const LOOKS = ["DescribeComputeEnvironments", "DescribeJobQueues", "DescribeJobs", "ListJobs", "ListServiceJobs"];

const target = (kind: BatchTarget["kind"], resource: string): BatchTarget => ({
  kind,
  name: resource.split("/").at(-1) ?? "",
  arn: arn(resource),
  createsFirst: false,
});

/** Jobs that run for a day. */
const account = () => new BatchAccount({ timings: { submitted: 0, starting: 0, running: DAY } });

const TRIED_AGAIN = {
  attempts: 2,
  evaluateOnExit: [
    { onStatusReason: "Host EC2*", action: "RETRY" },
    { onReason: "*", action: "EXIT" },
  ],
};

/** A queue on 4 vCPUs with six jobs of a vCPU, and one that waits for another. */
function busy(resources: object = {}): BatchAccount {
  const batch = account();
  batch.settled(
    "CreateComputeEnvironment",
    valid.computeEnvironment({}, { maxvCpus: 4, instanceTypes: ["m5.xlarge"], ...resources }),
  );
  batch.settled("CreateJobQueue", valid.containerQueue());
  batch.settled("RegisterJobDefinition", {
    jobDefinitionName: "one",
    type: "container",
    containerProperties: { image: "busybox", vcpus: 1, memory: 512 },
  });
  const submit = (jobName: string, more: object = {}) =>
    batch.settled<{ jobId: string }>("SubmitJob", { jobName, jobQueue: "containers", jobDefinition: "one", ...more });
  const [{ jobId }] = [
    submit("first"),
    submit("second", { retryStrategy: TRIED_AGAIN }),
    submit("array", { arrayProperties: { size: 4 } }),
  ];
  submit("after", { dependsOn: [{ jobId }] });
  return batch;
}

const look = (batch: BatchAccount, of: BatchTarget) => looking(standIn(answeredBy(batch, ...LOOKS)))(of);

test("a queue of containers has jobs that run, children of arrays among them, and jobs that wait", async () => {
  const held = await look(busy(), target("job queue", "job-queue/containers"));
  expect(held).toMatchObject({ running: 4 });
  expect("waiting" in held && held.waiting).toBeGreaterThanOrEqual(1);
});

test("a compute environment has the jobs that run on it, of whatever queue", async () => {
  const batch = busy();
  batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "other" }));
  batch.settled("UpdateJobQueue", {
    jobQueue: "containers",
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: "other" }],
  });
  const held = await look(batch, target("compute environment", "compute-environment/compute"));
  expect(held).toEqual({ running: 4, waiting: 0, onFargate: false, triedAgain: 1 });
});

test("queues of training jobs and their shares have jobs of SageMaker", async () => {
  const batch = account();
  batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
  batch.settled("CreateSchedulingPolicy", valid.quotaPolicy());
  batch.settled("CreateJobQueue", valid.trainingQueue({ schedulingPolicyArn: arn("scheduling-policy/quota") }));
  for (const quotaShareName of ["a", "b"]) batch.settled("CreateQuotaShare", valid.quotaShare({ quotaShareName }));
  for (const [jobName, quotaShareName] of Object.entries({ one: "a", two: "a", three: "b" })) {
    batch.call("SubmitServiceJob", {
      jobName,
      quotaShareName,
      jobQueue: "queue",
      serviceJobType: "SAGEMAKER_TRAINING",
      serviceRequestPayload: payload({
        type: "ml.g5.xlarge",
        count: 1,
        parameters: { dapf_duration_seconds: "86400" },
      }),
    });
  }
  batch.clock.step(30_000);
  const sums = async (of: BatchTarget) => {
    const held = await look(batch, of);
    return "unknown" in held ? held : held.running + held.waiting;
  };
  expect(await sums(target("job queue", "job-queue/queue"))).toBe(3);
  expect(await sums(target("quota share", "job-queue/queue/quota-share/a"))).toBe(2);
});

test("what is gone already has none", async () => {
  const batch = account();
  expect(await look(batch, target("job queue", "job-queue/none"))).toEqual({ running: 0, waiting: 0 });
  const none = target("compute environment", "compute-environment/none");
  expect(await look(batch, none)).toEqual({ running: 0, waiting: 0 });
});

test("who cannot look is told why, and asks AWS once", async () => {
  const changes = [
    change(at.queue, "delete", { batch: target("job queue", "job-queue/cpu") }),
    change("aws_iam_role.one", "delete"),
    change(at.environment, "delete", { batch: target("compute environment", "compute-environment/cpu") }),
  ];
  const variables = {
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
  };
  const [queue, role, environment] = await withHeldJobs(changes, variables);
  expect(queue?.held).toEqual({ unknown: expect.stringContaining("AWS Batch was not reached") as string });
  expect(environment?.held).toEqual(queue?.held);
  expect(role).toEqual(changes[1]);
});
