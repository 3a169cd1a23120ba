import { defineCompute } from "../config/compute";

/** What no job can get past by waiting: after an hour it is cancelled, so that it does not hold up those behind it. */
const cancelImpossibleJobs = (
  ["MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE", "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"] as const
).map((reason) => ({ state: "RUNNABLE", action: "CANCEL", maxTimeSeconds: 3600, reason }) as const);

/** Encrypts the buckets of the platform. */
const key = "alias/jenkins-pl-apsouth1-kms-key";

/** Two teams on shared compute: see docs/compute.md. */
export default defineCompute({
  ComputeEnvs: {
    CPU_CE_NAME: "jenkins-pl-cpu",
    CPU_CE_CREATE_REQUEST: {
      computeEnvironmentName: "jenkins-pl-cpu",
      type: "MANAGED",
      computeResources: {
        type: "EC2",
        allocationStrategy: "BEST_FIT_PROGRESSIVE",
        minvCpus: 0,
        maxvCpus: 64,
        instanceTypes: ["c6i", "m6i"],
      },
    },
    GPU_CE_NAME: "jenkins-pl-gpu",
    GPU_CE_CREATE_REQUEST: {
      computeEnvironmentName: "jenkins-pl-gpu",
      type: "MANAGED",
      computeResources: {
        type: "EC2",
        allocationStrategy: "BEST_FIT_PROGRESSIVE",
        minvCpus: 0,
        // Two of the largest that a job here needs: a g5.12xlarge has 4 GPUs and 48 vCPUs.
        maxvCpus: 96,
        instanceTypes: ["g5"],
      },
    },
    SPOT_CE_NAME: "jenkins-pl-spot",
    SPOT_CE_CREATE_REQUEST: {
      computeEnvironmentName: "jenkins-pl-spot",
      type: "MANAGED",
      computeResources: {
        type: "SPOT",
        allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
        minvCpus: 0,
        maxvCpus: 128,
        // The more there are to choose from, the more seldom an instance is taken back.
        instanceTypes: ["c6i", "m5", "m6i", "r6i"],
      },
    },
    FINANCE_CE_NAME: "jenkins-pl-finance",
    FINANCE_CE_CREATE_REQUEST: {
      computeEnvironmentName: "jenkins-pl-finance",
      type: "MANAGED",
      computeResources: { type: "FARGATE", maxvCpus: 32 },
    },
  },

  SchedulingPolicies: {
    // The lower the weight, the more of the queue: finance gets three times what ml gets while both wait.
    SPOT_SP_NAME: "jenkins-pl-spot-fair-share",
    SPOT_SP_CREATE_REQUEST: {
      name: "jenkins-pl-spot-fair-share",
      fairsharePolicy: {
        shareDecaySeconds: 3600,
        shareDistribution: [
          { shareIdentifier: "ml", weightFactor: 3 },
          { shareIdentifier: "finance", weightFactor: 1 },
        ],
      },
    },
  },

  // Those without a policy go in order of submission: AWS Batch wants a share identifier of each job where there is one.
  JobQueues: {
    CPU_QUEUE_NAME: "cpu-job-queue",
    CPU_QUEUE_CREATE_REQUEST: {
      jobQueueName: "cpu-job-queue",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "jenkins-pl-cpu" }],
      jobStateTimeLimitActions: cancelImpossibleJobs,
    },
    // Two queues of one environment: what trains models goes before what only tries something.
    TRAINING_QUEUE_NAME: "ml-training-queue",
    TRAINING_QUEUE_CREATE_REQUEST: {
      jobQueueName: "ml-training-queue",
      priority: 10,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "jenkins-pl-gpu" }],
      jobStateTimeLimitActions: cancelImpossibleJobs,
    },
    GPU_QUEUE_NAME: "gpu-job-queue",
    GPU_QUEUE_CREATE_REQUEST: {
      jobQueueName: "gpu-job-queue",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "jenkins-pl-gpu" }],
      jobStateTimeLimitActions: cancelImpossibleJobs,
    },
    // Where Spot has nothing to give, jobs run on the instances of cpu-job-queue.
    SPOT_QUEUE_NAME: "spot-job-queue",
    SPOT_QUEUE_CREATE_REQUEST: {
      jobQueueName: "spot-job-queue",
      priority: 1,
      schedulingPolicyArn: "jenkins-pl-spot-fair-share",
      computeEnvironmentOrder: [
        { order: 1, computeEnvironment: "jenkins-pl-spot" },
        { order: 2, computeEnvironment: "jenkins-pl-cpu" },
      ],
      jobStateTimeLimitActions: cancelImpossibleJobs,
    },
    FINANCE_QUEUE_NAME: "finance-team-queue",
    FINANCE_QUEUE_CREATE_REQUEST: {
      jobQueueName: "finance-team-queue",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "jenkins-pl-finance" }],
      jobStateTimeLimitActions: cancelImpossibleJobs,
    },
  },

  ConsumableResources: {
    SOLVER_CR_NAME: "jenkins-pl-solver-licences",
    SOLVER_CR_CREATE_REQUEST: {
      consumableResourceName: "jenkins-pl-solver-licences",
      totalQuantity: 4,
      resourceType: "REPLENISHABLE",
    },
  },

  JobDefinitions: {
    STANDARD_JD_FOLDER: "examples/compute/definitions",
    PREPROCESSING_JD_NAME: "data-preprocessing",
    PREPROCESSING_JD_REGISTER_REQUEST: {
      jobDefinitionName: "data-preprocessing",
      type: "container",
      platformCapabilities: ["EC2"],
      containerProperties: {
        image: "${repository.ml/preprocessing}:1.8",
        jobRoleArn: "jenkins-pl-apsouth1-ml-jobs",
        command: ["python", "-m", "churn.prepare"],
        resourceRequirements: [
          { type: "VCPU", value: "4" },
          { type: "MEMORY", value: "14000" },
        ],
      },
      timeout: { attemptDurationSeconds: 3600 },
      propagateTags: true,
      tags: { Project: "churn", CostCentre: "4200" },
    },
    EXPERIMENT_JD_NAME: "my-ml-training-job",
    EXPERIMENT_JD_REGISTER_REQUEST: {
      jobDefinitionName: "my-ml-training-job",
      type: "container",
      platformCapabilities: ["EC2"],
      containerProperties: {
        image: "${repository.ml/training}:latest",
        jobRoleArn: "jenkins-pl-apsouth1-ml-jobs",
        command: ["python", "train.py"],
        resourceRequirements: [
          { type: "VCPU", value: "4" },
          { type: "MEMORY", value: "16384" },
          { type: "GPU", value: "1" },
        ],
      },
      timeout: { attemptDurationSeconds: 86_400 },
      propagateTags: true,
      tags: { Project: "experiments", CostCentre: "4200" },
    },
  },

  // Roles are global in an account: their names have the Region, as those of the platform do.
  JobRoles: {
    ML_ROLE_NAME: "jenkins-pl-apsouth1-ml-jobs",
    ML_ROLE_REQUEST: {
      description: "Jobs of the team ml: read what was ingested, keep models and checkpoints",
      buckets: [
        { bucket: "jenkins-pl-apsouth1-analytics-etl", prefix: "raw/", access: "read" },
        { bucket: "jenkins-pl-apsouth1-training-shared", prefix: "ml/", access: "read-write" },
      ],
      kmsKeys: [key],
    },
    FINANCE_ROLE_NAME: "jenkins-pl-apsouth1-finance-jobs",
    FINANCE_ROLE_REQUEST: {
      description: "Jobs of the team finance: read what was ingested, write reports of risks",
      buckets: [
        { bucket: "jenkins-pl-apsouth1-analytics-etl", prefix: "raw/", access: "read" },
        { bucket: "jenkins-pl-apsouth1-training-shared", prefix: "finance/", access: "read-write" },
      ],
      kmsKeys: [key],
    },
  },

  Teams: {
    ML_TEAM_NAME: "ml",
    ML_TEAM_REQUEST: {
      description: "Predicts who is about to leave",
      queues: ["ml-training-queue", "cpu-job-queue", "gpu-job-queue", "spot-job-queue"],
      shareIdentifiers: ["ml"],
      jobDefinitionPrefixes: ["data-", "model-", "my-ml-"],
      roles: ["jenkins-pl-apsouth1-ml-jobs"],
      requiredTags: ["Project"],
      limits: { vcpus: 48, gpus: 4, timeout: 86_400 },
    },
    FINANCE_TEAM_NAME: "finance",
    FINANCE_TEAM_REQUEST: {
      description: "Reckons what may be lost",
      queues: ["finance-team-queue", "spot-job-queue"],
      shareIdentifiers: ["finance"],
      jobDefinitionPrefixes: ["risk-"],
      roles: ["jenkins-pl-apsouth1-finance-jobs"],
      requiredTags: ["Project"],
      limits: { vcpus: 16, gpus: 0, timeout: 14_400, array_size: 100 },
      notify: ["risk-desk@example.com"],
    },
  },
});
