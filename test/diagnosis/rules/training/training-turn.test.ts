import type { QuotaShareDetail, ServiceJobSummary } from "@aws-sdk/client-batch";
import type { TrainingFacts } from "../../../../diagnosis/facts/training-facts";
import { trainingTurn } from "../../../../diagnosis/rules/training/training-turn";
import { there } from "../../../../diagnosis/seen";
import { describeRule, NOW, trainingOf } from "../../facts";

const G5 = "ml.g5.xlarge";
const MINUTE = 60_000;
const usage = (quantity: number) => [{ capacityUnit: G5, quantity }];
const PLACE = "it is the next job of queue gpu, for 12 min";

/** A queue whose environment has 4 instances, with the job at its front. */
function facts(changes: Partial<TrainingFacts> = {}, job: Partial<TrainingFacts["job"]> = {}): TrainingFacts {
  const bare = trainingOf({}, { capacityUsage: usage(2), ...job });
  const front = { jobArn: bare.job.jobArn ?? "", earliestTimeAtPosition: NOW - 12 * MINUTE };
  return {
    ...bare,
    queue: there({
      jobQueueName: "gpu",
      jobQueueArn: bare.job.jobQueue,
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: [],
    }),
    environment: there({
      serviceEnvironmentName: "gpu",
      serviceEnvironmentArn: "arn",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      state: "ENABLED",
      status: "VALID",
      capacityLimits: [{ capacityUnit: G5, maxCapacity: 4 }],
    }),
    snapshot: there({
      frontOfQueue: { jobs: [front] },
      queueUtilization: { totalCapacityUsage: usage(4) },
    }),
    ...changes,
  };
}

/** A job that has been running for so many minutes. */
function runs(jobName: string, minutes: number, changes: Partial<TrainingFacts["job"]> = {}) {
  return trainingOf(
    {},
    {
      jobName,
      jobId: jobName,
      status: "RUNNING",
      startedAt: NOW - minutes * MINUTE,
      capacityUsage: usage(2),
      ...changes,
    },
  ).job;
}

function running(...jobs: readonly TrainingFacts["job"][]): TrainingFacts["running"] {
  return there({ jobs: jobs.map((job): ServiceJobSummary => job), details: jobs });
}

function share(quotaShareName: string, maxCapacity: number, changes: Partial<QuotaShareDetail> = {}): QuotaShareDetail {
  return {
    quotaShareName,
    quotaShareArn: quotaShareName,
    capacityLimits: [{ capacityUnit: G5, maxCapacity }],
    resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: -1 },
    preemptionConfiguration: { inSharePreemption: "DISABLED" },
    state: "ENABLED",
    status: "VALID",
    ...changes,
  } as QuotaShareDetail;
}

/** The same with two quota shares, of which the job is at the front of `own`. */
function inShares(
  used: Readonly<Record<string, number>>,
  shares: readonly QuotaShareDetail[],
  changes: Partial<TrainingFacts> = {},
  job: Partial<TrainingFacts["job"]> = {},
): TrainingFacts {
  const bare = facts({}, { quotaShareName: "own", ...job });
  const front = { jobArn: bare.job.jobArn ?? "", earliestTimeAtPosition: NOW - 12 * MINUTE };
  return {
    ...bare,
    snapshot: there({
      frontOfQueue: { jobs: [front] },
      frontOfQuotaShares: { quotaShares: { own: [front] } },
      queueUtilization: {
        totalCapacityUsage: usage(Object.values(used).reduce((sum, one) => sum + one, 0)),
        quotaShareUtilization: {
          topCapacityUtilization: Object.entries(used).map(([quotaShareName, one]) => {
            return { quotaShareName, capacityUsage: usage(one) };
          }),
        },
      },
    }),
    shares: there(shares),
    ...changes,
  };
}

describeRule(
  trainingTurn,
  {
    compliance: [
      ["it runs", trainingOf({}, { status: "RUNNING" })],
      ["it has failed", trainingOf({}, { status: "FAILED" })],
    ],
    noncompliance: [
      [
        "others have all instances",
        facts({ running: running(runs("b", 10), runs("a", 90, { timeoutConfig: { attemptDurationSeconds: 7200 } })) }),
        PLACE,
        [
          `its queue uses 4 of 4 ${G5}`,
          `who has them: a 2 ${G5} for 1 h 30 min and b 2 ${G5} for 10 min`,
          "it goes by 2026-11-30 12:30 UTC at the latest, if others end at their timeouts",
        ],
      ],
      [
        "jobs of its name are known to take half an hour",
        facts({
          running: running(runs("a", 10), runs("b", 20)),
          past: there([runs("churn", 0, { startedAt: 0, stoppedAt: 30 * MINUTE })]),
        }),
        PLACE,
        [
          `its queue uses 4 of 4 ${G5}`,
          `who has them: b 2 ${G5} for 20 min and a 2 ${G5} for 10 min`,
          "it goes by 2026-12-01 11:40 UTC at the latest, if others end at their timeouts",
          "the last job of its name took 30 min: it goes in about 10 min",
        ],
      ],
      [
        "so many run that nobody asks for the time-outs of all",
        facts({ running: there({ jobs: [runs("a", 1)], details: undefined }) }),
        PLACE,
        [`its queue uses 4 of 4 ${G5}`, `who has them: a 2 ${G5} for 1 min`],
      ],
      [
        "it is behind all that AWS Batch tells of",
        facts({ snapshot: there({ frontOfQueue: { jobs: [{ jobArn: "other" }] } }) }),
        "it waits in queue gpu, behind 1 job at least",
      ],
      [
        "another share has borrowed what its share owns",
        inShares({ own: 0, other: 4 }, [share("own", 2), share("other", 2)], {
          running: running(runs("hog", 10, { quotaShareName: "other", capacityUsage: usage(4) })),
        }),
        PLACE,
        [
          `its queue uses 4 of 4 ${G5}`,
          `its share own uses 0 of 2 ${G5}`,
          `who has them: hog of share other 4 ${G5} for 10 min`,
          `share other borrows 2 ${G5}: of hog are preempted for this job`,
          "it goes by 2026-12-01 11:50 UTC at the latest, if others end at their timeouts",
        ],
      ],
      [
        "its share may preempt jobs of its own",
        inShares(
          { own: 2 },
          [
            share("own", 2, {
              resourceSharingConfiguration: { strategy: "RESERVE" },
              preemptionConfiguration: { inSharePreemption: "ENABLED" },
            }),
          ],
          { running: running(runs("small", 10, { quotaShareName: "own", schedulingPriority: 1 })) },
          { schedulingPriority: 5 },
        ),
        PLACE,
        [
          `its queue uses 2 of 4 ${G5}`,
          `its share own uses 2 of 2 ${G5}`,
          "it waits for the quota of its share, which others of the share use",
          `who has them: small of share own 2 ${G5} for 10 min`,
          "of its share these may be preempted for it: small (priority 1)",
          "it goes by 2026-12-01 11:50 UTC at the latest, if others end at their timeouts",
        ],
      ],
      [
        "its share may preempt, but nobody has a lower priority",
        inShares(
          { own: 2 },
          [
            share("own", 2, {
              resourceSharingConfiguration: { strategy: "RESERVE" },
              preemptionConfiguration: { inSharePreemption: "ENABLED" },
            }),
          ],
          { running: there({ jobs: [], details: [] }) },
          { schedulingPriority: 5, preemptionSummary: { preemptedAttemptCount: 2 } },
        ),
        PLACE,
        [
          `its queue uses 2 of 4 ${G5}`,
          `its share own uses 2 of 2 ${G5}`,
          "it waits for the quota of its share, which others of the share use",
          "it was preempted 2 times, for jobs of higher precedence",
          "no job of its share has a lower priority than its 5 and can be preempted for it",
        ],
      ],
    ],
  },
  { verdict: "waits" },
);
