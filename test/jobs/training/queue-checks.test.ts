import type { JobQueueDetail } from "@aws-sdk/client-batch";
import { QueueMismatchError } from "../../../jobs/training/errors";
import { checkQueues } from "../../../jobs/training/queue-checks";
import { standIn } from "../../aws/stand-in";

const queue = (jobQueueName: string, more: Partial<JobQueueDetail> = {}): JobQueueDetail => ({
  jobQueueName,
  jobQueueArn: `arn:aws:batch:eu-west-1:123456789012:job-queue/${jobQueueName}`,
  jobQueueType: "SAGEMAKER_TRAINING",
  state: "ENABLED",
  status: "VALID",
  priority: 1,
  computeEnvironmentOrder: [],
  ...more,
});
const queues = [
  queue("fifo"),
  queue("fair", { schedulingPolicyArn: "fair-policy" }),
  queue("quota", { schedulingPolicyArn: "quota-policy" }),
  queue("off", { state: "DISABLED" }),
  queue("broken", { status: "INVALID", statusReason: "no service environment" }),
  queue("containers", { jobQueueType: "ECS" }),
];
const calls: string[][] = [];
const batch = standIn({
  describeJobQueues: ({ jobQueues: wanted = [] }) => {
    calls.push(wanted);
    const isWanted = ({ jobQueueName, jobQueueArn }: JobQueueDetail) =>
      wanted.includes(jobQueueName ?? "") || wanted.includes(jobQueueArn ?? "");
    return Promise.resolve({ jobQueues: queues.filter(isWanted) });
  },
  describeSchedulingPolicies: () =>
    Promise.resolve({
      schedulingPolicies: [
        { name: "f", arn: "fair-policy", fairsharePolicy: {} },
        { name: "q", arn: "quota-policy", quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } },
      ],
    }),
  listQuotaShares: () =>
    Promise.resolve({ quotaShares: ["research", "production"].map((quotaShareName) => ({ quotaShareName })) }),
});

const job = (jobQueue: string, more: { shareIdentifier?: string; quotaShareName?: string } = {}) => ({
  name: "train",
  request: {
    jobName: "train",
    jobQueue,
    serviceJobType: "SAGEMAKER_TRAINING" as const,
    serviceRequestPayload: "{}",
    ...more,
  },
});

test.each([
  [job("fifo")],
  [job("fair", { shareIdentifier: "team" })],
  [job("quota", { quotaShareName: "research" })],
  [job("arn:aws:batch:eu-west-1:123456789012:job-queue/fifo")],
])("%j fits its queue", async (one) => {
  await expect(checkQueues([one], batch)).resolves.toBeDefined();
});

test.each<[ReturnType<typeof job>, string]>([
  [job("nowhere"), "there is no job queue nowhere"],
  [job("fair"), "queue fair schedules by fair share: name a share identifier (--share)"],
  [job("fifo", { shareIdentifier: "team" }), "queue fifo has no fair-share policy"],
  [job("fair", { shareIdentifier: "t", quotaShareName: "research" }), "queue fair has no quota shares"],
  [job("quota"), "name one of them (--quota-share; there are: research, production)"],
  [job("quota", { quotaShareName: "reserch" }), "did you mean research?"],
  [job("off"), "queue off is disabled and takes no jobs"],
  [job("broken"), "queue broken is INVALID: no service environment"],
  [job("containers"), "queue containers runs ECS jobs; training jobs need one of type SAGEMAKER_TRAINING"],
])("%j does not: %s", async (one, problem) => {
  const refusal = checkQueues([one], batch);
  await expect(refusal).rejects.toThrow(QueueMismatchError);
  await expect(refusal).rejects.toThrow(problem);
});

test("each queue is asked for once, all in one call", async () => {
  calls.length = 0;
  await checkQueues([job("fifo"), job("fair", { shareIdentifier: "a" }), job("fifo")], batch);
  expect(calls).toEqual([["fifo", "fair"]]);
});

test("a queue of which AWS Batch tells no type, no name or no reason is still refused in words", async () => {
  const bare: JobQueueDetail = { ...queue("bare"), jobQueueType: undefined };
  const failing: JobQueueDetail = { ...queue("failing", { status: "DELETING" }), jobQueueName: undefined };
  const there = [bare, failing];
  const asking = standIn({
    describeJobQueues: ({ jobQueues: wanted = [] }) =>
      Promise.resolve({ jobQueues: there.filter(({ jobQueueArn = "" }) => wanted.includes(jobQueueArn)) }),
  });
  const refused = checkQueues([job(bare.jobQueueArn ?? ""), job(failing.jobQueueArn ?? "")], asking);
  await expect(refused).rejects.toThrow("queue bare runs container jobs; training jobs need one of type");
  await expect(refused).rejects.toThrow(`queue ${failing.jobQueueArn} is DELETING: no reason given`);
});

test("a queue of quota shares that has none yet takes no job", async () => {
  const listQuotaShares = () => Promise.resolve({ quotaShares: undefined });
  const empty = standIn({
    describeJobQueues: () => Promise.resolve({ jobQueues: queues.filter((one) => one.jobQueueName === "quota") }),
    describeSchedulingPolicies: () =>
      Promise.resolve({
        schedulingPolicies: [
          { name: "q", arn: "quota-policy", quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } },
        ],
      }),
    listQuotaShares,
  });
  await expect(checkQueues([job("quota")], empty)).rejects.toThrow("name one of them (--quota-share; it has none yet)");
  await expect(checkQueues([job("quota", { quotaShareName: "x" })], empty)).rejects.toThrow(
    /queue quota has no quota share x \(it has none yet\)$/,
  );
});

test("of many jobs with one problem the first three are named", async () => {
  const jobs = ["a", "b", "c", "d", "e"].map((name) => ({ ...job("nowhere"), name }));
  await expect(checkQueues(jobs, batch)).rejects.toThrow("a, b, c and 2 more: there is no job queue nowhere");
});
