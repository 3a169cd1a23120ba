/** Shared compute with something of every kind, whichever way it is made. */

const needs = (VCPU: string, MEMORY: string) => [
  { type: "MEMORY", value: MEMORY },
  { type: "VCPU", value: VCPU },
];
/** That the embedded AWS seeds. */
const network = { vpcTags: { Name: "dapf-batch-inferencing" }, subnetTags: { Name: "dapf-batch-inferencing" } };

export interface Variation {
  /** Of the environment of the queue `churn-cpu`. */
  readonly cpuName?: string;
  readonly cpuTypes?: readonly string[];
  readonly cpuMost?: number;
  readonly licences?: number;
  /** Of the share of `ml`. */
  readonly weight?: number;
  /** Of the definition `ml-train`. */
  readonly exits?: readonly object[];
}

/** @returns the declarations, with what a test changes */
export const compute = ({
  cpuName = "churn-cpu",
  cpuTypes = ["m5.large"],
  cpuMost = 4,
  licences = 5,
  weight = 0.1,
  exits = [],
}: Variation = {}) => ({
  ComputeEnvs: {
    CPU_CE_NAME: cpuName,
    CPU_CE_CREATE_REQUEST: {
      computeEnvironmentName: cpuName,
      type: "MANAGED",
      network,
      computeResources: {
        type: "EC2",
        allocationStrategy: "BEST_FIT_PROGRESSIVE",
        maxvCpus: cpuMost,
        instanceTypes: cpuTypes,
        tags: { Name: "churn-machine" },
      },
    },
    GPU_CE_NAME: "churn-gpu",
    GPU_CE_CREATE_REQUEST: {
      computeEnvironmentName: "churn-gpu",
      type: "MANAGED",
      computeResources: {
        type: "SPOT",
        allocationStrategy: "SPOT_CAPACITY_OPTIMIZED",
        minvCpus: 0,
        maxvCpus: 8,
        instanceTypes: ["g5.xlarge"],
        bidPercentage: 80,
        scalingPolicy: { minScaleDownDelayMinutes: 20 },
      },
    },
    LIGHT_CE_NAME: "churn-light",
    LIGHT_CE_CREATE_REQUEST: {
      computeEnvironmentName: "churn-light",
      type: "MANAGED",
      computeResources: { type: "FARGATE", maxvCpus: 16 },
      tags: { Tier: "light" },
    },
    OWN_CE_NAME: "churn-own",
    OWN_CE_CREATE_REQUEST: { computeEnvironmentName: "churn-own", type: "UNMANAGED", unmanagedvCpus: 8 },
  },
  SchedulingPolicies: {
    FAIR_SP_NAME: "churn-fair",
    FAIR_SP_CREATE_REQUEST: {
      name: "churn-fair",
      fairsharePolicy: {
        shareDecaySeconds: 3600,
        shareDistribution: [
          { shareIdentifier: "ml", weightFactor: weight },
          { shareIdentifier: "finance", weightFactor: 3 },
        ],
      },
    },
  },
  JobQueues: {
    CPU_QUEUE_NAME: "churn-cpu",
    CPU_QUEUE_CREATE_REQUEST: {
      jobQueueName: "churn-cpu",
      priority: 1,
      schedulingPolicyArn: "churn-fair",
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: cpuName }],
      jobStateTimeLimitActions: [
        {
          state: "RUNNABLE",
          action: "CANCEL",
          maxTimeSeconds: 3600,
          reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
        },
      ],
    },
    GPU_QUEUE_NAME: "churn-gpu",
    GPU_QUEUE_CREATE_REQUEST: {
      jobQueueName: "churn-gpu",
      priority: 10,
      computeEnvironmentOrder: [
        { order: 1, computeEnvironment: "churn-gpu" },
        { order: 2, computeEnvironment: "churn-own" },
      ],
    },
    LIGHT_QUEUE_NAME: "churn-light",
    LIGHT_QUEUE_CREATE_REQUEST: {
      jobQueueName: "churn-light",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "churn-light" }],
    },
  },
  ConsumableResources: {
    LICENCE_CR_NAME: "churn-licence",
    LICENCE_CR_CREATE_REQUEST: {
      consumableResourceName: "churn-licence",
      totalQuantity: licences,
      resourceType: "REPLENISHABLE",
    },
  },
  JobDefinitions: {
    TRAIN_JD_NAME: "ml-train",
    TRAIN_JD_REGISTER_REQUEST: {
      jobDefinitionName: "ml-train",
      type: "container",
      parameters: { epochs: "3" },
      containerProperties: {
        image: "${repository.churn/train}:1.4",
        command: ["sh", "-c", 'echo "${HOME}" %{http_code} Ref::epochs'],
        jobRoleArn: "churn-trainer",
        resourceRequirements: needs("1", "512"),
        environment: [{ name: "DAPF_DURATION_SECONDS", value: "3600" }],
        secrets: [{ name: "KEY", valueFrom: "${secret.churn/key}:password::" }],
        volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: "${file_system.churn-data}" } }],
        enableExecuteCommand: true,
      },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ onStatusReason: "Host EC2*", action: "RETRY" }, ...exits] },
      consumableResourceProperties: { consumableResourceList: [{ consumableResource: "churn-licence", quantity: 1 }] },
      timeout: { attemptDurationSeconds: 7200 },
    },
    SUM_JD_NAME: "finance-sum",
    SUM_JD_REGISTER_REQUEST: {
      jobDefinitionName: "finance-sum",
      type: "container",
      platformCapabilities: ["FARGATE"],
      containerProperties: { image: "busybox", resourceRequirements: needs("1", "2048") },
    },
  },
  JobRoles: {
    TRAINER_ROLE_NAME: "churn-trainer",
    TRAINER_ROLE_REQUEST: { buckets: [{ bucket: "lake", prefix: "raw/", access: "read" }], secrets: ["churn/other"] },
  },
  Teams: {
    ML_TEAM_NAME: "ml",
    ML_TEAM_REQUEST: {
      queues: ["churn-cpu", "churn-gpu"],
      shareIdentifiers: ["ml"],
      jobDefinitionPrefixes: ["ml-"],
      roles: ["churn-trainer"],
      notify: ["ml@example.com"],
    },
    FINANCE_TEAM_NAME: "finance",
    FINANCE_TEAM_REQUEST: {
      queues: ["churn-cpu", "churn-light"],
      shareIdentifiers: ["finance"],
      jobDefinitionPrefixes: ["finance-"],
    },
  },
});
