import { defineTrainingQueues } from "../config/training-queues";

/** What no job can get past by waiting: after an hour it is ended, so that it does not hold up those behind it. */
const endImpossibleJobs = (...reasons: ("SERVICE_ENVIRONMENT_MAX_RESOURCE" | "QUOTA_MANAGEMENT_LIMIT_EXCEEDED")[]) =>
  reasons.map(
    (reason) =>
      ({ state: "RUNNABLE", action: "TERMINATE", maxTimeSeconds: 3600, reason: `MISCONFIGURATION:${reason}` }) as const,
  );

/** One queue of each kind: in order of submission, by fair share, by quota. */
export default defineTrainingQueues({
  ServiceEnvs: {
    C5_SE_NAME: "jenkins-pl-c5",
    C5_SE_CREATE_REQUEST: {
      serviceEnvironmentName: "jenkins-pl-c5",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      capacityLimits: [{ maxCapacity: 3, capacityUnit: "NUM_INSTANCES" }],
    },
    G6_SE_NAME: "jenkins-pl-g6",
    G6_SE_CREATE_REQUEST: {
      serviceEnvironmentName: "jenkins-pl-g6",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      capacityLimits: [{ maxCapacity: 6, capacityUnit: "NUM_INSTANCES" }],
    },
    // Belongs to the queue with quota shares alone, and counts instance types: AWS demands both.
    G5_SE_NAME: "jenkins-pl-g5",
    G5_SE_CREATE_REQUEST: {
      serviceEnvironmentName: "jenkins-pl-g5",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      capacityLimits: [{ maxCapacity: 3, capacityUnit: "ml.g5.xlarge" }],
    },
  },

  SchedulingPolicies: {
    // The lower the weight, the more of the queue: HIGHPRI gets five times what LOWPRI gets.
    G6_SP_NAME: "jenkins-pl-g6-fair-share",
    G6_SP_CREATE_REQUEST: {
      name: "jenkins-pl-g6-fair-share",
      fairsharePolicy: {
        shareDecaySeconds: 3600,
        shareDistribution: [
          { shareIdentifier: "HIGHPRI", weightFactor: 1 },
          { shareIdentifier: "MIDPRI", weightFactor: 3 },
          { shareIdentifier: "LOWPRI", weightFactor: 5 },
        ],
      },
    },
    G5_SP_NAME: "jenkins-pl-g5-quota-shares",
    G5_SP_CREATE_REQUEST: {
      name: "jenkins-pl-g5-quota-shares",
      quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" },
    },
  },

  TrainingJobQueues: {
    C5_QUEUE_NAME: "jenkins-pl-c5-fifo",
    C5_QUEUE_CREATE_REQUEST: {
      jobQueueName: "jenkins-pl-c5-fifo",
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: 1,
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "jenkins-pl-c5" }],
      jobStateTimeLimitActions: endImpossibleJobs("SERVICE_ENVIRONMENT_MAX_RESOURCE"),
    },
    G6_QUEUE_NAME: "jenkins-pl-g6-fair-share",
    G6_QUEUE_CREATE_REQUEST: {
      jobQueueName: "jenkins-pl-g6-fair-share",
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: 1,
      schedulingPolicyArn: "jenkins-pl-g6-fair-share",
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "jenkins-pl-g6" }],
      jobStateTimeLimitActions: endImpossibleJobs("SERVICE_ENVIRONMENT_MAX_RESOURCE"),
    },
    G5_QUEUE_NAME: "jenkins-pl-g5-quota-shares",
    G5_QUEUE_CREATE_REQUEST: {
      jobQueueName: "jenkins-pl-g5-quota-shares",
      jobQueueType: "SAGEMAKER_TRAINING",
      priority: 1,
      schedulingPolicyArn: "jenkins-pl-g5-quota-shares",
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "jenkins-pl-g5" }],
      jobStateTimeLimitActions: endImpossibleJobs(
        "SERVICE_ENVIRONMENT_MAX_RESOURCE",
        "QUOTA_MANAGEMENT_LIMIT_EXCEEDED",
      ),
    },
  },

  // One instance each. What team A borrows is what team B does not use at the moment; team C keeps its own.
  QuotaShares: {
    TEAM_A_QS_NAME: "team-a-borrows",
    TEAM_A_QS_CREATE_REQUEST: {
      quotaShareName: "team-a-borrows",
      jobQueue: "jenkins-pl-g5-quota-shares",
      capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.g5.xlarge" }],
      resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: 200 },
      preemptionConfiguration: { inSharePreemption: "ENABLED" },
    },
    TEAM_B_QS_NAME: "team-b-lends",
    TEAM_B_QS_CREATE_REQUEST: {
      quotaShareName: "team-b-lends",
      jobQueue: "jenkins-pl-g5-quota-shares",
      capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.g5.xlarge" }],
      resourceSharingConfiguration: { strategy: "LEND" },
      preemptionConfiguration: { inSharePreemption: "DISABLED" },
    },
    TEAM_C_QS_NAME: "team-c-reserves",
    TEAM_C_QS_CREATE_REQUEST: {
      quotaShareName: "team-c-reserves",
      jobQueue: "jenkins-pl-g5-quota-shares",
      capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.g5.xlarge" }],
      resourceSharingConfiguration: { strategy: "RESERVE" },
      preemptionConfiguration: { inSharePreemption: "DISABLED" },
    },
  },
});
