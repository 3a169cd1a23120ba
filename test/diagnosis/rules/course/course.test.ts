import type { ComputeEnvironmentDetail, JobDetail, JobQueueDetail } from "@aws-sdk/client-batch";
import { arrayChild } from "../../../../diagnosis/rules/course/array-child";
import { behindStuck } from "../../../../diagnosis/rules/course/behind-stuck";
import { itsTurn } from "../../../../diagnosis/rules/course/its-turn";
import { justSubmitted } from "../../../../diagnosis/rules/course/just-submitted";
import { succeeded } from "../../../../diagnosis/rules/course/succeeded";
import { underWay } from "../../../../diagnosis/rules/course/under-way";
import { there } from "../../../../diagnosis/seen";
import { describeRule, factsOf, jobOf, NOW } from "../../facts";

const MINUTE = 60_000;
const of = (changes: Partial<JobDetail>) => factsOf({ job: jobOf(changes) });

/** An environment of 8 vCPUs that takes jobs, and its queue. */
const roomy = {
  queue: there<JobQueueDetail>({
    jobQueueName: "gpu",
    jobQueueArn: jobOf().jobQueue,
    state: "ENABLED",
    status: "VALID",
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: "compute" }],
  }),
  environments: there<ComputeEnvironmentDetail[]>([
    {
      computeEnvironmentName: "compute",
      computeEnvironmentArn: "arn:aws:batch:eu-west-1:123456789012:compute-environment/compute",
      ecsClusterArn: "cluster",
      state: "ENABLED",
      status: "VALID",
      computeResources: { type: "EC2", minvCpus: 0, maxvCpus: 8, instanceTypes: ["m5.2xlarge"], subnets: ["subnet-1"] },
    },
  ]),
};

const frontOf = (...ids: readonly string[]) => ({
  jobs: ids.map((id) => ({
    jobArn: `arn:aws:batch:eu-west-1:123456789012:job/${id}`,
    earliestTimeAtPosition: NOW - 12 * MINUTE,
  })),
});

describeRule(behindStuck, {
  compliance: [
    ["nobody is before it", factsOf({ ...roomy, others: there({ before: [], running: [] }) })],
    [
      "who is before it can run",
      factsOf({ ...roomy, others: there({ before: [jobOf({ jobId: "2" })], running: [] }) }),
    ],
  ],
  noncompliance: [
    [
      "who is before it needs more than there is",
      factsOf({
        ...roomy,
        others: there({
          before: [jobOf({ jobId: "2", jobName: "wide", container: { vcpus: 64, memory: 1024 } })],
          running: [],
        }),
      }),
      /^wide, at the head of queue gpu, cannot run, and holds up all jobs behind it: .*64/,
    ],
  ],
});

describeRule(
  justSubmitted,
  {
    compliance: [
      ["it is RUNNABLE", of({ status: "RUNNABLE" })],
      [
        "it waits for another job",
        factsOf({ job: jobOf({ status: "PENDING" }), dependencies: there([jobOf({ jobId: "2", status: "RUNNING" })]) }),
      ],
    ],
    noncompliance: [
      [
        "it has been SUBMITTED for some seconds",
        of({ status: "SUBMITTED", createdAt: NOW - 3000 }),
        "AWS Batch has it for 3 s and has not looked at it yet",
      ],
      [
        "it is an array whose jobs run",
        of({ status: "PENDING", arrayProperties: { size: 3, statusSummary: { RUNNING: 2, RUNNABLE: 1, FAILED: 0 } } }),
        "the jobs of the array are under way: 2 RUNNING, 1 RUNNABLE",
      ],
    ],
  },
  { verdict: "waits" },
);

describeRule(
  itsTurn,
  {
    compliance: [["it runs", of({ status: "RUNNING" })]],
    noncompliance: [
      [
        "it is the next one",
        factsOf({ ...roomy, snapshot: there({ frontOfQueue: frontOf("1") }) }),
        "it is the next job of queue gpu, for 12 min",
        ["0 of 8 vCPUs are in use"],
      ],
      [
        "others of two shares are before it",
        factsOf({
          ...roomy,
          snapshot: there({ frontOfQueue: frontOf("2", "3", "1") }),
          others: there({
            before: [jobOf({ jobId: "2", shareIdentifier: "a" }), jobOf({ jobId: "3", shareIdentifier: "b" })],
            running: [],
          }),
        }),
        "it is number 3 of queue gpu, for 12 min",
        ["before it: 1 of share a and 1 of share b", "0 of 8 vCPUs are in use"],
      ],
      [
        "its queue shares fairly",
        factsOf({
          ...roomy,
          job: jobOf({ shareIdentifier: "a" }),
          policy: there({
            name: "fair",
            arn: "policy",
            fairsharePolicy: { shareDistribution: [{ shareIdentifier: "a", weightFactor: 0.5 }] },
          }),
          snapshot: there({
            frontOfQueue: frontOf("1"),
            queueUtilization: {
              totalCapacityUsage: [{ capacityUnit: "VCPU", quantity: 8 }],
              fairshareUtilization: {
                topCapacityUtilization: [
                  { shareIdentifier: "a", capacityUsage: [{ capacityUnit: "VCPU", quantity: 2 }] },
                  { shareIdentifier: "b", capacityUsage: [{ capacityUnit: "VCPU", quantity: 6 }] },
                ],
              },
            },
          }),
        }),
        "it is the next job of queue gpu, for 12 min",
        [
          "8 of 8 vCPUs are in use",
          "its share a has weight 0.5; a share of a lower weight gets more",
          "shares use: a 2 vCPUs (weight 0.5) and b 6 vCPUs (weight 1)",
        ],
      ],
      [
        "jobs run that no list of the queue has, so that nobody can say when they end",
        factsOf({
          ...roomy,
          snapshot: there({
            frontOfQueue: frontOf("2", "1"),
            queueUtilization: { totalCapacityUsage: [{ capacityUnit: "VCPU", quantity: 8 }] },
          }),
          others: there({
            before: [jobOf({ jobId: "2", jobName: "train-6" })],
            running: [
              jobOf({
                jobId: "3",
                jobName: "train-5",
                startedAt: NOW - 10 * MINUTE,
                timeout: { attemptDurationSeconds: 3600 },
              }),
            ],
          }),
        }),
        "it is number 2 of queue gpu, for 12 min",
        [
          "before it: train-6 (2 vCPUs)",
          "8 of 8 vCPUs are in use",
          "who has them: train-5 2 vCPUs for 10 min and others",
        ],
      ],
      [
        "it goes when one that runs comes to its timeout",
        factsOf({
          ...roomy,
          snapshot: there({ frontOfQueue: frontOf("1") }),
          others: there({
            before: [],
            running: [
              jobOf({
                jobId: "2",
                container: { vcpus: 8, memory: 1024 },
                startedAt: NOW - 10 * MINUTE,
                timeout: { attemptDurationSeconds: 3600 },
              }),
            ],
          }),
          past: there([{ jobId: "3", jobName: "train-1", startedAt: 0, stoppedAt: 20 * MINUTE }]),
        }),
        "it is the next job of queue gpu, for 12 min",
        [
          "0 of 8 vCPUs are in use",
          "who has them: train-7 8 vCPUs for 10 min",
          "it goes by 2026-11-30 12:50 UTC at the latest, if others end at their timeouts",
          "the last job of its definition took 20 min: it goes in about 10 min",
        ],
      ],
    ],
  },
  { verdict: "waits" },
);

describeRule(
  underWay,
  {
    compliance: [["it waits", of({ status: "RUNNABLE" })]],
    noncompliance: [
      ["its container is being started", of({ status: "STARTING" }), "its container is being started"],
      [
        "it runs",
        of({ status: "RUNNING", startedAt: NOW - 90 * MINUTE, timeout: { attemptDurationSeconds: 7200 } }),
        "it has been running for 1 h 30 min, until 2026-11-30 12:30 UTC at the latest",
      ],
    ],
  },
  { verdict: "fine" },
);

describeRule(
  succeeded,
  {
    compliance: [["it has failed", of({ status: "FAILED" })]],
    noncompliance: [
      [
        "it has succeeded",
        of({ status: "SUCCEEDED", startedAt: NOW, stoppedAt: NOW + 5 * MINUTE }),
        "it succeeded after 5 min",
      ],
    ],
  },
  { verdict: "fine" },
);

describeRule(arrayChild, {
  compliance: [
    ["it is a job by itself", of({})],
    ["it is a node of a job of several", factsOf({ parent: jobOf({ nodeProperties: undefined }) })],
  ],
  noncompliance: [
    [
      "it is a job of an array",
      factsOf({
        job: jobOf({ jobId: "1:2", status: "FAILED" }),
        parent: jobOf({ arrayProperties: { size: 5, statusSummary: { FAILED: 1, SUCCEEDED: 4, RUNNING: 0 } } }),
      }),
      "of 5 jobs of the array: 1 FAILED, 4 SUCCEEDED; this is 1:2",
    ],
  ],
});
