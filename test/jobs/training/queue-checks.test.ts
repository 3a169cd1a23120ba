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

describe("instances that can never be there at once", () => {
  const limit = (capacityUnit: string, maxCapacity: number) => [{ capacityUnit, maxCapacity }];
  const G5 = "ml.g5.xlarge";
  const environments = [
    ["counted", "VALID", limit("NUM_INSTANCES", 3)],
    ["typed", "VALID", limit(G5, 8)],
    ["broken", "INVALID", limit("NUM_INSTANCES", 3)],
  ] as const;
  const sharing = (strategy: "RESERVE" | "LEND" | "LEND_AND_BORROW", borrowLimit?: number) => ({
    strategy,
    borrowLimit,
  });
  const shares = [
    { quotaShareName: "keeps", capacityLimits: limit(G5, 1), resourceSharingConfiguration: sharing("RESERVE") },
    { quotaShareName: "lends", capacityLimits: limit(G5, 2), resourceSharingConfiguration: sharing("LEND") },
    {
      quotaShareName: "borrows",
      capacityLimits: limit(G5, 2),
      resourceSharingConfiguration: sharing("LEND_AND_BORROW"),
    },
    {
      quotaShareName: "half",
      capacityLimits: limit(G5, 2),
      resourceSharingConfiguration: sharing("LEND_AND_BORROW", 50),
    },
  ];
  const leadingTo = (name: string, more: Partial<JobQueueDetail> = {}) =>
    queue(`to-${name}`, { serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: `arn:${name}` }], ...more });
  const there = [
    leadingTo("counted"),
    leadingTo("typed", { schedulingPolicyArn: "quota-policy" }),
    leadingTo("broken"),
  ];
  let isDenied = false;
  const asking = standIn({
    describeJobQueues: ({ jobQueues: wanted = [] }) =>
      Promise.resolve({ jobQueues: there.filter(({ jobQueueName = "" }) => wanted.includes(jobQueueName)) }),
    describeSchedulingPolicies: () =>
      Promise.resolve({
        schedulingPolicies: [
          { name: "q", arn: "quota-policy", quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } },
        ],
      }),
    listQuotaShares: () => Promise.resolve({ quotaShares: shares }),
    describeServiceEnvironments: () =>
      isDenied
        ? Promise.reject(Object.assign(new Error("no leave"), { $metadata: { httpStatusCode: 403 } }))
        : Promise.resolve({
            serviceEnvironments: environments.map(([name, status, capacityLimits]) => ({
              serviceEnvironmentName: name,
              serviceEnvironmentArn: `arn:${name}`,
              serviceEnvironmentType: "SAGEMAKER_TRAINING" as const,
              status,
              capacityLimits: [...capacityLimits],
            })),
          }),
  });
  afterEach(() => (isDenied = false));

  const asksFor = (jobQueue: string, resources: object, quotaShareName?: string) => {
    const one = job(jobQueue, quotaShareName === undefined ? {} : { quotaShareName });
    const serviceRequestPayload = JSON.stringify({ ResourceConfig: resources });
    return { ...one, request: { ...one.request, serviceRequestPayload } };
  };
  const of = (InstanceCount: number, InstanceType = G5) => ({ InstanceType, InstanceCount });

  test.each<[string, ReturnType<typeof asksFor>, string]>([
    [
      "more than the environment has",
      asksFor("to-counted", of(4)),
      "needs 4 instances, and service environment counted has 3 at most: it could never run",
    ],
    [
      "groups that are more together",
      asksFor("to-counted", { InstanceGroups: [of(2), of(2, "ml.c5.large")] }),
      "needs 4 instances, and",
    ],
    [
      "a type that the environment lacks",
      asksFor("to-typed", of(1, "ml.c5.large"), "lends"),
      "needs 1 instances of ml.c5.large, and service environment typed has 0",
    ],
    [
      "more than a share that keeps its own",
      asksFor("to-typed", of(2), "keeps"),
      "needs 2 instances of ml.g5.xlarge, and quota share keeps owns 1:",
    ],
    ["more than a share that only lends", asksFor("to-typed", of(3), "lends"), "quota share lends owns 2:"],
    [
      "more than all others lend",
      asksFor("to-typed", of(7), "borrows"),
      "quota share borrows owns 2 and can borrow 4:",
    ],
    [
      "more than the limit of borrowing",
      asksFor("to-typed", of(4), "half"),
      "quota share half owns 2 and can borrow 1:",
    ],
    [
      "an environment that is INVALID",
      asksFor("to-broken", of(1)),
      "service environment broken is INVALID, so that its queue takes no jobs",
    ],
  ])("%s: nothing is submitted", async (_, one, problem) => {
    await expect(checkQueues([one], asking)).rejects.toThrow(problem);
  });

  test.each([
    ["all of the environment", asksFor("to-counted", of(3))],
    ["all of a share", asksFor("to-typed", of(1), "keeps")],
    ["all that can be borrowed", asksFor("to-typed", of(6), "borrows")],
    ["half as much again", asksFor("to-typed", of(3), "half")],
  ])("%s is taken", async (_, one) => {
    await expect(checkQueues([one], asking)).resolves.toBeDefined();
  });

  test("who may not look at service environments submits all the same", async () => {
    isDenied = true;
    await expect(checkQueues([asksFor("to-counted", of(4))], asking)).resolves.toBeDefined();
  });
});
