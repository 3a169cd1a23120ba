import type { QueueContext } from "../../../config/training-queues";

/** Where the queues of the tests are. */
export const context: QueueContext = {
  partition: "aws",
  region: "eu-west-1",
  account: "123456789012",
  tags: { environment: "dev", project: "churn" },
};

/** One queue of each kind, valid in every respect. Tests change what they are about with `changed`. */
export const valid = {
  ServiceEnvs: {
    C5_SE_NAME: "c5",
    C5_SE_CREATE_REQUEST: {
      serviceEnvironmentName: "c5",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      capacityLimits: [{ maxCapacity: 3, capacityUnit: "NUM_INSTANCES" }],
    },
    G5_SE_NAME: "g5",
    G5_SE_CREATE_REQUEST: {
      serviceEnvironmentName: "g5",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      capacityLimits: [{ maxCapacity: 3, capacityUnit: "ml.g5.xlarge" }],
    },
  },
  SchedulingPolicies: {
    G6_SP_NAME: "fair",
    G6_SP_CREATE_REQUEST: {
      name: "fair",
      fairsharePolicy: {
        shareDecaySeconds: 3600,
        computeReservation: 10,
        shareDistribution: [
          { shareIdentifier: "HIGHPRI", weightFactor: 1 },
          { shareIdentifier: "team*", weightFactor: 5 },
        ],
      },
    },
    G5_SP_NAME: "quota",
    G5_SP_CREATE_REQUEST: { name: "quota", quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } },
  },
  TrainingJobQueues: {
    C5_QUEUE_NAME: "fifo",
    C5_QUEUE_CREATE_REQUEST: {
      jobQueueName: "fifo",
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: 1,
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "c5" }],
      jobStateTimeLimitActions: [
        {
          state: "RUNNABLE",
          action: "TERMINATE",
          maxTimeSeconds: 600,
          reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
        },
      ],
    },
    G6_QUEUE_NAME: "fair-share",
    G6_QUEUE_CREATE_REQUEST: {
      jobQueueName: "fair-share",
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: 1,
      schedulingPolicyArn: "fair",
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "c5" }],
    },
    G5_QUEUE_NAME: "quota-share",
    G5_QUEUE_CREATE_REQUEST: {
      jobQueueName: "quota-share",
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: 1,
      schedulingPolicyArn: "quota",
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "g5" }],
    },
  },
  QuotaShares: {
    A_QS_NAME: "a",
    A_QS_CREATE_REQUEST: {
      quotaShareName: "a",
      jobQueue: "quota-share",
      capacityLimits: [{ maxCapacity: 2, capacityUnit: "ml.g5.xlarge" }],
      resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: 200 },
      preemptionConfiguration: { inSharePreemption: "ENABLED" },
    },
    B_QS_NAME: "b",
    B_QS_CREATE_REQUEST: {
      quotaShareName: "b",
      jobQueue: "quota-share",
      capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.g5.xlarge" }],
      resourceSharingConfiguration: { strategy: "RESERVE" },
      preemptionConfiguration: { inSharePreemption: "DISABLED" },
    },
  },
} as const;

/** Paths of the requests of `valid`, for `changed`. */
export const at = {
  c5: "ServiceEnvs.C5_SE_CREATE_REQUEST",
  g5: "ServiceEnvs.G5_SE_CREATE_REQUEST",
  fair: "SchedulingPolicies.G6_SP_CREATE_REQUEST",
  quota: "SchedulingPolicies.G5_SP_CREATE_REQUEST",
  fifo: "TrainingJobQueues.C5_QUEUE_CREATE_REQUEST",
  fairShare: "TrainingJobQueues.G6_QUEUE_CREATE_REQUEST",
  quotaShare: "TrainingJobQueues.G5_QUEUE_CREATE_REQUEST",
  a: "QuotaShares.A_QS_CREATE_REQUEST",
  b: "QuotaShares.B_QS_CREATE_REQUEST",
} as const;

/** Paths with dots, and what shall stand there; `undefined` takes something away. */
export type Changes = Readonly<Record<string, unknown>>;

/** @returns a copy of `valid` with the changes. */
export function changed(changes: Changes): unknown {
  const copy: Record<string, unknown> = structuredClone(valid);
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split(".");
    const last = parts.pop() ?? "";
    const parent = parts.reduce<unknown>((node, part) => Reflect.get(Object(node), part), copy);
    if (value === undefined) Reflect.deleteProperty(Object(parent), last);
    else Reflect.set(Object(parent), last, value);
  }
  return copy;
}

/** @returns an object with `count` entries made from their index. */
export function many(count: number, entry: (index: number) => Record<string, unknown>): Record<string, unknown> {
  return Object.assign({}, ...Array.from({ length: count }, (_, index) => entry(index))) as Record<string, unknown>; // Cast: `assign` of records is one.
}
