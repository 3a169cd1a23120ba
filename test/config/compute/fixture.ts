import type { ComputeContext } from "../../../config/compute";
import { CONVENTION } from "../../../config/compute/convention";
import type { ReadFolder } from "../../../config/compute/folders";
import type { Changes } from "../training-queues/fixture";

/** Where the compute of the tests is. */
export const context: ComputeContext = {
  partition: "aws",
  region: "eu-west-1",
  account: "123456789012",
  prefix: "churn-dev-euwest1",
  tags: { environment: "dev", project: "churn" },
  policy: { file: "environments/dev.ts", limits: {}, requiredTags: [] },
};

/** Of a file that names no folders. */
export const noFolders: ReadFolder = (path) => ({
  files: [],
  problems: [{ path, rule: "cannot be read here", source: CONVENTION.source }],
  unreadable: [],
});

const needs = (VCPU: string, MEMORY: string, GPU?: string) => [
  { type: "VCPU", value: VCPU },
  { type: "MEMORY", value: MEMORY },
  ...(GPU === undefined ? [] : [{ type: "GPU", value: GPU }]),
];

/** Something of each group, valid in every respect. Tests change what they are about with `changed`. */
export const valid = {
  ComputeEnvs: {
    CPU_CE_NAME: "cpu",
    CPU_CE_CREATE_REQUEST: {
      computeEnvironmentName: "cpu",
      type: "MANAGED",
      computeResources: { type: "EC2", maxvCpus: 64, instanceTypes: ["c6i", "m6i.large"] },
    },
    GPU_CE_NAME: "gpu",
    GPU_CE_CREATE_REQUEST: {
      computeEnvironmentName: "gpu",
      type: "MANAGED",
      computeResources: {
        type: "SPOT",
        allocationStrategy: "SPOT_CAPACITY_OPTIMIZED",
        minvCpus: 0,
        maxvCpus: 96,
        instanceTypes: ["g5.xlarge", "g5.12xlarge"],
        bidPercentage: 80,
        ec2Configuration: [{ imageType: "ECS_AL2023_NVIDIA" }],
        scalingPolicy: { minScaleDownDelayMinutes: 20 },
        launchTemplate: {
          launchTemplateName: "gpu",
          overrides: [{ launchTemplateId: "lt-1", targetInstanceTypes: ["g5.12xlarge"] }],
        },
      },
    },
    FARGATE_CE_NAME: "fargate",
    FARGATE_CE_CREATE_REQUEST: {
      computeEnvironmentName: "fargate",
      type: "MANAGED",
      computeResources: { type: "FARGATE", maxvCpus: 16, subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
      tags: { Tier: "light" },
    },
    OWN_CE_NAME: "own",
    OWN_CE_CREATE_REQUEST: { computeEnvironmentName: "own", type: "UNMANAGED", unmanagedvCpus: 8 },
  },
  SchedulingPolicies: {
    FAIR_SP_NAME: "fair",
    FAIR_SP_CREATE_REQUEST: {
      name: "fair",
      fairsharePolicy: {
        shareDecaySeconds: 3600,
        computeReservation: 10,
        shareDistribution: [
          { shareIdentifier: "ml*", weightFactor: 1 },
          { shareIdentifier: "finance", weightFactor: 3 },
        ],
      },
    },
  },
  JobQueues: {
    CPU_QUEUE_NAME: "cpu",
    CPU_QUEUE_CREATE_REQUEST: {
      jobQueueName: "cpu",
      priority: 1,
      schedulingPolicyArn: "fair",
      computeEnvironmentOrder: [
        { order: 1, computeEnvironment: "cpu" },
        { order: 2, computeEnvironment: "own" },
      ],
      jobStateTimeLimitActions: [
        {
          state: "RUNNABLE",
          action: "CANCEL",
          maxTimeSeconds: 3600,
          reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
        },
      ],
    },
    GPU_QUEUE_NAME: "gpu",
    GPU_QUEUE_CREATE_REQUEST: {
      jobQueueName: "gpu",
      priority: 10,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "gpu" }],
    },
    LIGHT_QUEUE_NAME: "light",
    LIGHT_QUEUE_CREATE_REQUEST: {
      jobQueueName: "light",
      jobQueueType: "ECS_FARGATE",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "fargate" }],
    },
  },
  ConsumableResources: {
    LICENCE_CR_NAME: "licence",
    LICENCE_CR_CREATE_REQUEST: {
      consumableResourceName: "licence",
      totalQuantity: 5,
      resourceType: "REPLENISHABLE",
    },
  },
  JobDefinitions: {
    TRAIN_JD_NAME: "ml-train",
    TRAIN_JD_REGISTER_REQUEST: {
      jobDefinitionName: "ml-train",
      type: "container",
      containerProperties: {
        image: "${repository.churn/train}:1.4",
        jobRoleArn: "trainer",
        resourceRequirements: needs("4", "8192", "1"),
        secrets: [{ name: "KEY", valueFrom: "${secret.churn/key}:password::" }],
        volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: "${file_system.churn-data}" } }],
      },
      consumableResourceProperties: { consumableResourceList: [{ consumableResource: "licence", quantity: 1 }] },
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
    TRAINER_ROLE_NAME: "trainer",
    TRAINER_ROLE_REQUEST: {
      buckets: [{ bucket: "lake", prefix: "raw/", access: "read" }],
      tables: [{ table: "runs", access: "read-write" }],
    },
  },
  Teams: {
    ML_TEAM_NAME: "ml",
    ML_TEAM_REQUEST: {
      queues: ["cpu", "gpu"],
      shareIdentifiers: ["ml-*"],
      jobDefinitionPrefixes: ["ml-"],
      roles: ["trainer"],
      limits: { vcpus: 16 },
      notify: ["ml@example.com"],
    },
    FINANCE_TEAM_NAME: "finance",
    FINANCE_TEAM_REQUEST: {
      queues: ["cpu", "light"],
      shareIdentifiers: ["finance"],
      jobDefinitionPrefixes: ["finance-"],
      tags: { team: "finance", cost: "42" },
    },
  },
} as const;

/** Paths of the requests of `valid`, for `changed`. */
export const at = {
  cpu: "ComputeEnvs.CPU_CE_CREATE_REQUEST",
  gpu: "ComputeEnvs.GPU_CE_CREATE_REQUEST",
  fargate: "ComputeEnvs.FARGATE_CE_CREATE_REQUEST",
  own: "ComputeEnvs.OWN_CE_CREATE_REQUEST",
  fair: "SchedulingPolicies.FAIR_SP_CREATE_REQUEST",
  cpuQueue: "JobQueues.CPU_QUEUE_CREATE_REQUEST",
  gpuQueue: "JobQueues.GPU_QUEUE_CREATE_REQUEST",
  light: "JobQueues.LIGHT_QUEUE_CREATE_REQUEST",
  licence: "ConsumableResources.LICENCE_CR_CREATE_REQUEST",
  train: "JobDefinitions.TRAIN_JD_REGISTER_REQUEST",
  sum: "JobDefinitions.SUM_JD_REGISTER_REQUEST",
  trainer: "JobRoles.TRAINER_ROLE_REQUEST",
  ml: "Teams.ML_TEAM_REQUEST",
  finance: "Teams.FINANCE_TEAM_REQUEST",
} as const;

/** @returns a copy of `valid` with the changes; `undefined` takes something away. */
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
