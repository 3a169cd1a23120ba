import { ecrImageOf } from "../../../../aws/ecr-image";
import type { TrainingFacts } from "../../../../diagnosis/facts/training-facts";
import { findingsOf } from "../../../../diagnosis/finding";
import { TRAINING_FAILURE_RULES } from "../../../../diagnosis/rules/training";
import { environmentDisabled } from "../../../../diagnosis/rules/training/environment-disabled";
import { environmentInvalid } from "../../../../diagnosis/rules/training/environment-invalid";
import { environmentMissing } from "../../../../diagnosis/rules/training/environment-missing";
import { environmentTooSmall } from "../../../../diagnosis/rules/training/environment-too-small";
import { shareMissing } from "../../../../diagnosis/rules/training/share-missing";
import { shareTooSmall } from "../../../../diagnosis/rules/training/share-too-small";
import { trainingBlocked } from "../../../../diagnosis/rules/training/training-blocked";
import { trainingCourse } from "../../../../diagnosis/rules/training/training-course";
import { trainingImageMissing } from "../../../../diagnosis/rules/training/training-image-missing";
import { trainingRoleMissing } from "../../../../diagnosis/rules/training/training-role-missing";
import { ABSENT, there, UNSEEN } from "../../../../diagnosis/seen";
import { describeRule, NOW, REGISTRY, trainingOf } from "../../facts";

function image(isThere: boolean): TrainingFacts["image"] {
  const known = ecrImageOf(`${REGISTRY}/train:7`);
  return known === undefined ? UNSEEN : there({ image: known, isThere, architectures: undefined });
}

describeRule(
  trainingImageMissing,
  {
    compliance: [
      ["it is there", trainingOf({ image: image(true) })],
      ["nobody could look", trainingOf({ image: UNSEEN })],
    ],
    noncompliance: [
      ["its repository is not there", trainingOf({ image: ABSENT }), "its repository does not exist in Amazon ECR"],
      [
        "its tag is not there",
        trainingOf({ image: image(false) }),
        "image 7 of repository train does not exist in Amazon ECR",
      ],
    ],
  },
  { verdict: "would-fail" },
);
describeRule(
  trainingCourse,
  {
    compliance: [
      ["it waits", trainingOf()],
      ["it has failed", trainingOf({}, { status: "FAILED" })],
    ],
    noncompliance: [
      ["it has a place", trainingOf({}, { status: "SCHEDULED" }), /^it has its place, and SageMaker is starting/],
      ["it runs", trainingOf({}, { status: "RUNNING", startedAt: NOW - 60_000 }), "it has been running for 1 min"],
      [
        "it has succeeded",
        trainingOf({}, { status: "SUCCEEDED", startedAt: 0, stoppedAt: 7_200_000 }),
        "it succeeded after 2 h 0 min",
      ],
    ],
  },
  { verdict: "fine" },
);

const CANNOT = { verdict: "cannot-run" } as const;
const G5 = "ml.g5.xlarge";
const environment = (changes: object = {}) =>
  trainingOf({
    environment: there({
      serviceEnvironmentName: "gpu",
      serviceEnvironmentArn: "arn",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      state: "ENABLED",
      status: "VALID",
      capacityLimits: [{ capacityUnit: G5, maxCapacity: 2 }],
      ...changes,
    }),
  });
const share = (changes: object, job: object = { quotaShareName: "research" }) =>
  trainingOf(
    {
      shares: there([
        // Cast: what ListQuotaShares has beside is not looked at.
        { quotaShareName: "research", capacityLimits: [{ capacityUnit: G5, maxCapacity: 1 }], ...changes } as never,
      ]),
    },
    job,
  );

describeRule(
  environmentMissing,
  {
    compliance: [["it is there", environment()]],
    noncompliance: [["it is not", trainingOf({ environment: ABSENT }), /does not exist$/]],
  },
  CANNOT,
);
describeRule(
  environmentDisabled,
  {
    compliance: [["it is ENABLED", environment()]],
    noncompliance: [["it is DISABLED", environment({ state: "DISABLED" }), "service environment gpu is DISABLED"]],
  },
  CANNOT,
);
describeRule(
  environmentInvalid,
  {
    compliance: [["it is VALID", environment()]],
    noncompliance: [["it is INVALID", environment({ status: "INVALID" }), "service environment gpu is INVALID"]],
  },
  CANNOT,
);
describeRule(
  environmentTooSmall,
  {
    compliance: [
      ["it may have as many", environment()],
      [
        "it may have as many of any type",
        environment({ capacityLimits: [{ capacityUnit: "NUM_INSTANCES", maxCapacity: 2 }] }),
      ],
    ],
    noncompliance: [
      [
        "it may have fewer",
        environment({ capacityLimits: [{ capacityUnit: G5, maxCapacity: 1 }] }),
        "it needs 2 ml.g5.xlarge, and service environment gpu may have 1",
      ],
      [
        "it may have others only",
        environment({ capacityLimits: [{ capacityUnit: "ml.p4d.24xlarge", maxCapacity: 9 }] }),
        /may have 0$/,
      ],
    ],
  },
  CANNOT,
);
describeRule(
  shareMissing,
  {
    compliance: [["it is there", share({})]],
    noncompliance: [
      ["it is not", share({}, { quotaShareName: "gone" }), "its queue has no quota share gone; it has research"],
    ],
  },
  CANNOT,
);
describeRule(
  shareTooSmall,
  {
    compliance: [
      ["it may borrow without a limit", share({ resourceSharingConfiguration: { strategy: "LEND_AND_BORROW" } })],
      [
        "it may borrow as much",
        share({ resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: 100 } }),
      ],
    ],
    noncompliance: [
      [
        "it does not borrow",
        share({ resourceSharingConfiguration: { strategy: "LEND" } }),
        /has 1 and does not borrow$/,
      ],
      [
        "it may borrow less",
        share({ resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: 50 } }),
        /has 1/,
      ],
    ],
  },
  CANNOT,
);
const stuck = (statusReason: string) => trainingOf({}, { statusReason });
describeRule(
  trainingBlocked,
  {
    compliance: [["its last attempt ended so", stuck("AlgorithmError: x")]],
    noncompliance: [
      [
        "AWS's words",
        stuck(
          "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED - Job requirements exceed quota share capacity limits.",
        ),
        "Job requirements exceed quota share capacity limits",
      ],
      ["no instances", stuck("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - x"), /SageMaker has no instances/],
    ],
  },
  CANNOT,
);
describeRule(
  trainingRoleMissing,
  {
    compliance: [["it is there", trainingOf({ role: there(true) })]],
    noncompliance: [
      [
        "it is not",
        trainingOf({ role: ABSENT }, { serviceRequestPayload: '{"RoleArn":"arn:aws:iam::1:role/r"}' }),
        "the role r does not exist",
      ],
    ],
  },
  { verdict: "would-fail" },
);

/** By rule, and whether to submit the same once more. */
const REASONS: readonly (readonly [rule: string, retry: string, reason: string, changes?: object])[] = [
  ["training-ended", "would help", "wrong data", { isTerminated: true }],
  [
    "training-time-limit",
    "would not help",
    "Terminated by JobStateTimeLimit action due to reason: CAPACITY:X",
    { isTerminated: true },
  ],
  ["training-preempted", "would help", "Preempted to free capacity for a job of higher precedence"],
  ["training-capacity", "would help", "CapacityError: Unable to provision requested ML compute capacity"],
  ["training-quota", "would not help", "ResourceLimitExceeded: The account-level service limit"],
  ["training-role-refused", "would not help", "Could not assume role arn:aws:iam::1:role/r: AccessDenied"],
  ["training-data-missing", "would not help", "ClientError: No S3 objects found under S3 URL"],
  ["training-too-long", "would not help", "MaxRuntimeExceeded"],
  [
    "training-image-refused",
    "would not help",
    "ValidationException: Cannot find repository of the image in ECR: not found",
  ],
  ["training-out-of-memory", "would not help", "AlgorithmError: , exit code: 137"],
  ["algorithm-error", "may help", "AlgorithmError: , exit code: 1"],
  ["training-unexplained", "may help", "Something new"],
];
const failed = (statusReason: string, changes: object = {}) =>
  trainingOf({}, { status: "FAILED", statusReason, ...changes });

for (const rule of TRAINING_FAILURE_RULES) {
  const own = REASONS.filter(([name]) => name === rule.name);
  const isLast = ["algorithm-error", "training-unexplained"].includes(rule.name);
  describeRule(rule, {
    compliance: [
      ["it runs", failed(own[0]?.[2] ?? "", { status: "RUNNING" })],
      ...(isLast ? [] : [["its program ended with an error", failed("AlgorithmError: , exit code: 1")] as const]),
    ],
    noncompliance: own.map(([, , reason, changes]) => [reason, failed(reason, changes)] as const),
  });
}

describe("the reasons of AWS for a training job that has failed", () => {
  const cases = REASONS.map(([rule, retry, reason, changes]) => ({ rule, retry, reason, changes }));
  it.each(cases)("are told by $rule: the same once more $retry", ({ rule, retry, reason, changes }) => {
    const [first] = findingsOf(TRAINING_FAILURE_RULES, failed(reason, changes));
    expect([first?.rule, first?.retry]).toEqual([rule, retry]);
  });
});
