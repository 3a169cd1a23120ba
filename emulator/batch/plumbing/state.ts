/** All that Batch knows in one account and Region. */
import type {
  ComputeEnvironmentOrder,
  ComputeResource,
  EksConfiguration,
  JobQueueType,
  ServiceEnvironmentOrder,
  UpdatePolicy,
} from "@aws-sdk/client-batch";
import type { CONSUMABLE_TYPES } from "../../../aws/batch/containers";
import type { computeEnvironment } from "../../../aws/batch/requests/compute-environment";
import type { jobQueue } from "../../../aws/batch/requests/job-queue";
import type { quotaShare } from "../../../aws/batch/requests/quota-share";
import type { schedulingPolicy } from "../../../aws/batch/requests/scheduling-policy";
import type { serviceEnvironment } from "../../../aws/batch/requests/service-environment";
import type { Checked } from "../../../aws/fields/field";
import type { Changes } from "../../../aws/fields/table";
import type { Place } from "../../../aws/place";
import { JobDefinitions } from "../resources/job-definition-store";
import { Jobs } from "../jobs/container/job-store";
import type { HeldCapacity } from "../jobs/container/room";
import { ServiceJobs } from "../jobs/service/job-store";
import { ServicePools } from "../jobs/service/pools";
import { CallRate } from "../jobs/service/call-rate";
import type { Resource } from "./table";
import { Table } from "./table";

export type State = "ENABLED" | "DISABLED";

export interface CapacityLimit {
  readonly maxCapacity: number;
  readonly capacityUnit: string;
}

export interface ServiceEnvironment extends Resource, Changes<typeof serviceEnvironment> {
  readonly type: "SAGEMAKER_TRAINING";
  state: State;
  capacityLimits: CapacityLimit[];
}

export interface ComputeEnvironment
  extends Resource, Omit<Changes<typeof computeEnvironment>, "computeResources" | "serviceRole" | "state"> {
  computeResources?: ComputeResource | undefined;
  readonly type: "MANAGED" | "UNMANAGED";
  readonly orchestration: "ECS" | "EKS";
  readonly ecsClusterArn: string | undefined;
  readonly eksConfiguration: EksConfiguration | undefined;
  readonly uuid: string;
  state: State;
  serviceRole: string;
  updatePolicy: UpdatePolicy | undefined;
  /** Whether it was to be deleted while jobs ran on it, which Fargate does not take. */
  isInvalid: boolean;
}

export interface SchedulingPolicy extends Resource, Changes<typeof schedulingPolicy> {}

export interface JobQueue extends Resource, Changes<typeof jobQueue> {
  readonly type: JobQueueType;
  state: State;
  /** By ARN; empty for a queue of service jobs. */
  computeEnvironmentOrder: Checked<ComputeEnvironmentOrder>[];
  /** By ARN; empty for a queue of container jobs. */
  serviceEnvironmentOrder: Checked<ServiceEnvironmentOrder>[];
}

export interface ConsumableResource extends Resource {
  readonly type: (typeof CONSUMABLE_TYPES)[number];
  totalQuantity: number;
  /** What jobs hold of one that is REPLENISHABLE. */
  inUseQuantity: number;
  readonly createdAt: number;
  /** Updates that were made with a token, and until when they are not made again. */
  readonly updates: Map<string, number>;
}

export interface QuotaShare extends Resource, Changes<typeof quotaShare> {
  readonly jobQueueArn: string;
  state: State;
}

export class BatchState {
  readonly computeEnvironments = new Table<ComputeEnvironment>();
  readonly serviceEnvironments = new Table<ServiceEnvironment>();
  readonly schedulingPolicies = new Table<SchedulingPolicy>();
  readonly jobQueues = new Table<JobQueue>();
  readonly quotaShares = new Table<QuotaShare>((share) => share.jobQueueArn);
  readonly consumableResources = new Table<ConsumableResource>();
  readonly jobDefinitions = new JobDefinitions();
  /** UUID of a compute environment -> what it has for jobs. */
  readonly capacities = new Map<string, HeldCapacity>();
  readonly jobs = new Jobs();
  readonly serviceJobs = new ServiceJobs();
  readonly servicePools = new ServicePools();
  readonly serviceJobRate = new CallRate();

  constructor(readonly place: Place) {}

  /** Number of things by kind; a deregistered job definition is none. */
  held(now: number): Record<string, number> {
    return {
      compute_environments: this.computeEnvironments.all(now).length,
      service_environments: this.serviceEnvironments.all(now).length,
      scheduling_policies: this.schedulingPolicies.all(now).length,
      job_queues: this.jobQueues.all(now).length,
      quota_shares: this.quotaShares.all(now).length,
      consumable_resources: this.consumableResources.all(now).length,
      job_definitions: this.jobDefinitions.all().filter(({ status }) => status === "ACTIVE").length,
    };
  }
}
