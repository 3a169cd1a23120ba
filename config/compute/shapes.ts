import type {
  CreateComputeEnvironmentRequest,
  CreateConsumableResourceRequest,
  CreateJobQueueRequest,
  CreateSchedulingPolicyRequest,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { TIME_LIMIT_REASONS } from "../../aws/batch/blocked-reasons";
import { computeEnvironment } from "../../aws/batch/requests/compute-environment";
import { consumableResource } from "../../aws/batch/requests/consumable-resource";
import { jobQueue } from "../../aws/batch/requests/job-queue";
import { schedulingPolicy } from "../../aws/batch/requests/scheduling-policy";
import type { Checked } from "../../aws/fields/field";
import { type FileOptions, fileShape } from "../../aws/fields/shape";
import { scalarText } from "../scalars";
import { networkShape, type NetworkRequest } from "./network";
import { roleShape, type RoleRequest } from "./role-request";
import { teamShape, type TeamRequest } from "./team-request";

export type ComputeEnvironmentRequest = Checked<CreateComputeEnvironmentRequest> & {
  readonly network?: NetworkRequest;
};
export type SchedulingPolicyRequest = Checked<CreateSchedulingPolicyRequest>;
export type JobQueueRequest = Checked<CreateJobQueueRequest> &
  Required<Pick<Checked<CreateJobQueueRequest>, "computeEnvironmentOrder">>;
export type ConsumableResourceRequest = Required<Omit<Checked<CreateConsumableResourceRequest>, "tags">> &
  Pick<Checked<CreateConsumableResourceRequest>, "tags">;

/** A request of each group, but for definitions, which `definitions.ts` reads, once it is known to be complete. */
export interface CompleteRequests {
  readonly ComputeEnvs: ComputeEnvironmentRequest;
  readonly SchedulingPolicies: SchedulingPolicyRequest;
  readonly JobQueues: JobQueueRequest;
  readonly ConsumableResources: ConsumableResourceRequest;
  readonly JobRoles: RoleRequest;
  readonly Teams: TeamRequest;
}

export type ShapedGroup = keyof CompleteRequests;

const noPods = z.never({
  error: "has no place here: shared compute runs containers on Amazon ECS, not pods on Amazon EKS",
});
const noManaged = z.never({ error: "has no place here: it is for environments of type ECS_MANAGED_INSTANCES" });

/** AWS Batch takes the words in any case; a file has them as the API Reference writes them. */
const environmentOptions: FileOptions = {
  replaced: {
    type: z.enum(["MANAGED", "UNMANAGED"]),
    state: z.enum(["ENABLED", "DISABLED"]),
    eksConfiguration: noPods,
    "computeResources.type": z.enum(["EC2", "SPOT", "FARGATE", "FARGATE_SPOT"]),
    "computeResources.allocationStrategy": z.enum([
      "BEST_FIT",
      "BEST_FIT_PROGRESSIVE",
      "BEST_FIT_PROGRESSIVE_ORDERED",
      "SPOT_CAPACITY_OPTIMIZED",
      "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED",
      "SPOT_PRICE_CAPACITY_OPTIMIZED",
    ]),
    "computeResources.managedInstancesProvider": noManaged,
    "computeResources.capacityTags": noManaged,
    // LaunchTemplateSpecification: "The EKS node initialization process to use."
    "computeResources.launchTemplate.userdataType": noPods,
    "computeResources.launchTemplate.overrides.userdataType": noPods,
    // Ec2Configuration, imageKubernetesVersion: "The Kubernetes version for the compute environment."
    "computeResources.ec2Configuration.imageKubernetesVersion": noPods,
  },
  added: { network: networkShape },
};

const queueOptions: FileOptions = {
  replaced: {
    jobQueueType: z.enum(["ECS", "ECS_FARGATE"]),
    serviceEnvironmentOrder: z.never({
      error: "has no place in a queue of containers, which run in compute environments; see docs/training-queues.md",
    }),
    // User Guide, "Automatic remediation with jobStateTimeLimitActions": "for job queues connected to Amazon ECS, Amazon
    // EKS, or Fargate compute environments, the only action you can use ... is to cancel a job".
    "jobStateTimeLimitActions.action": z.enum(["CANCEL"]),
    "jobStateTimeLimitActions.reason": z.enum(TIME_LIMIT_REASONS),
  },
  needed: ["computeEnvironmentOrder"],
};

const policyOptions: FileOptions = {
  replaced: {
    // User Guide, "Create quota management resources": only queues of training jobs have quota shares.
    quotaSharePolicy: z.never({
      error: "has no place here: quota shares are for training jobs (docs/training-queues.md)",
    }),
  },
};

// CloudFormation, AWS::Batch::ConsumableResource: both are required.
const resourceOptions: FileOptions = { needed: ["totalQuantity", "resourceType"] };

type Shapes = { readonly [G in ShapedGroup]: z.ZodType<CompleteRequests[G]> };

/** @param ranges whether lengths, ranges and patterns that are rules here, each with its source, are checked, too */
export function requestShapes(ranges: boolean): Shapes {
  const options = { text: scalarText };
  const environments = fileShape(computeEnvironment, { ...options, ...environmentOptions });
  const queues = fileShape(jobQueue, { ...options, ranges, ...queueOptions });
  const resources = fileShape(consumableResource, { ...options, ...resourceOptions });
  return {
    ComputeEnvs: environments as z.ZodType<ComputeEnvironmentRequest>, // Cast: with the network that is added.
    SchedulingPolicies: fileShape(schedulingPolicy, { ...options, ranges, ...policyOptions }),
    JobQueues: queues as z.ZodType<JobQueueRequest>, // Cast: computeEnvironmentOrder is needed.
    ConsumableResources: resources as z.ZodType<ConsumableResourceRequest>, // Cast: both are needed.
    JobRoles: roleShape,
    Teams: teamShape,
  };
}

export const SHAPES = requestShapes(false);

/** The API operation, or the page, that states the shape of each group. */
export const SHAPE_SOURCES: Readonly<Record<ShapedGroup, string>> = {
  ComputeEnvs: "AWS Batch API, CreateComputeEnvironment",
  SchedulingPolicies: "AWS Batch API, CreateSchedulingPolicy",
  JobQueues: "AWS Batch API, CreateJobQueue",
  ConsumableResources: "AWS Batch API, CreateConsumableResource",
  JobRoles: "docs/compute-declarations.md, Job roles",
  Teams: "docs/compute-declarations.md, Teams",
};
