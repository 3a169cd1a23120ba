import type {
  CreateComputeEnvironmentRequest,
  DeleteComputeEnvironmentRequest,
  DescribeComputeEnvironmentsRequest,
  UpdateComputeEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { choice, flag, list, map, object, required, text, whole } from "../../fields/field";
import { table } from "../../fields/table";
import { pages, tags } from "./common";

const texts = list(text(), { together: true });
// The API Reference has them in capitals; the service takes them in any case, and answers in capitals: so does Terraform's
// provider, whose acceptance tests write `managed`, `spot` and `Best_Fit` (compute_environment_test.go).
const words = { anyCase: "upper" } as const;
const type = choice(["EC2", "SPOT", "FARGATE", "FARGATE_SPOT", "ECS_MANAGED_INSTANCES"], words);
const userdataType = choice(["EKS_BOOTSTRAP_SH", "EKS_NODEADM"]);
// LaunchTemplateSpecification, version: "The version number of the launch template, $Default, or $Latest." Terraform's
// provider sends an empty text for none.
const version = text({ pattern: /^(\d*|\$Default|\$Latest)$/, rule: "must be a number, $Default or $Latest" });
const template = { launchTemplateId: text(), launchTemplateName: text(), version, userdataType };
// Ec2Configuration: the API's types ImageType, ImageIdOverride and KubernetesVersion.
const short = { min: 1, max: 256 } as const;

/** What a change of compute resources may say as well; there nothing is required. */
const resources = {
  minvCpus: whole(),
  maxvCpus: whole(),
  desiredvCpus: whole(),
  instanceTypes: texts,
  imageId: text(),
  subnets: texts,
  securityGroupIds: texts,
  ec2KeyPair: text(),
  instanceRole: text(),
  tags: map(),
  placementGroup: text(),
  bidPercentage: whole(),
  launchTemplate: object("LaunchTemplateSpecification", {
    ...template,
    // "You can specify up to ten (10) launch template overrides".
    overrides: list(object("LaunchTemplateSpecificationOverride", { ...template, targetInstanceTypes: texts }), {
      most: 10,
    }),
  }),
  ec2Configuration: list(
    object("Ec2Configuration", {
      imageType: text({ required: true, ...short }),
      imageIdOverride: text(short),
      batchImageStatus: text(),
      imageKubernetesVersion: text(short),
    }),
    // ComputeResource, ec2Configuration: "One or two values can be provided."
    { most: 2 },
  ),
  scalingPolicy: object("ComputeScalingPolicy", { minScaleDownDelayMinutes: whole() }),
  capacityTags: map(),
};

const network = object("ManagedInstancesNetworkConfiguration", {
  subnets: required(texts),
  securityGroups: required(texts),
});
const instances = {
  ec2InstanceProfileArn: text(),
  networkConfiguration: network,
  instanceRequirements: object("InstanceRequirementsRequest", { allowedInstanceTypes: texts }),
  storageConfiguration: object("ManagedInstancesStorageConfiguration", { storageSizeGiB: whole() }),
  monitoring: text(),
  capacityReservations: object("CapacityReservationRequest", {
    reservationGroupArn: text(),
    reservationPreference: text(),
  }),
  instanceMetadataTagsPropagation: flag(),
  localStorageConfiguration: object("ManagedInstancesLocalStorageConfiguration", { useLocalStorage: flag() }),
};
const provider = {
  propagateTags: text(),
  infrastructureOptimization: object("InfrastructureOptimization", { scaleInAfter: whole() }),
};

const common = {
  state: choice(["ENABLED", "DISABLED"], { default: "ENABLED", ...words }),
  unmanagedvCpus: whole(),
  serviceRole: text(),
  context: text(),
  ecsSettings: object("EcsSettings", { containerInsights: choice(["DISABLED", "ENABLED", "ENHANCED"]) }),
};

const bestFit = ["BEST_FIT_PROGRESSIVE", "BEST_FIT_PROGRESSIVE_ORDERED"] as const;
const spot = [
  "SPOT_CAPACITY_OPTIMIZED",
  "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED",
  "SPOT_PRICE_CAPACITY_OPTIMIZED",
] as const;

export const computeEnvironment = table<CreateComputeEnvironmentRequest>()({
  computeEnvironmentName: text({ required: true, createOnly: true, cloudFormation: { optional: true } }),
  type: choice(["MANAGED", "UNMANAGED"], { required: true, createOnly: true, ...words }),
  ...common,
  computeResources: object("ComputeResource", {
    ...resources,
    type: required(type),
    maxvCpus: required(resources.maxvCpus),
    allocationStrategy: choice(["BEST_FIT", ...bestFit, ...spot], words),
    spotIamFleetRole: text(),
    managedInstancesProvider: object("ManagedInstancesProvider", {
      ...provider,
      infrastructureRoleArn: text({ required: true }),
      instanceLaunchTemplate: object(
        "InstanceLaunchTemplate",
        {
          ...instances,
          ec2InstanceProfileArn: text({ required: true }),
          networkConfiguration: required(network),
          capacityOptionType: text(),
          fipsEnabled: flag(),
        },
        { required: true },
      ),
    }),
  }),
  eksConfiguration: object(
    "EksConfiguration",
    {
      eksClusterArn: text({ required: true }),
      kubernetesNamespace: text({ required: true }),
    },
    { createOnly: true },
  ),
  tags,
});

const byName = { computeEnvironment: text({ required: true }) };
export const computeEnvironmentUpdate = table<UpdateComputeEnvironmentRequest>()({
  ...byName,
  ...common,
  computeResources: object("ComputeResourceUpdate", {
    ...resources,
    type,
    allocationStrategy: choice([...bestFit, ...spot], words),
    updateToLatestImageVersion: flag(),
    managedInstancesProvider: object("UpdateManagedInstancesProviderConfiguration", {
      ...provider,
      infrastructureRoleArn: text(),
      instanceLaunchTemplate: object("InstanceLaunchTemplateUpdate", instances),
    }),
  }),
  updatePolicy: object("UpdatePolicy", { terminateJobsOnUpdate: flag(), jobExecutionTimeoutMinutes: whole() }),
});
export const computeEnvironmentDeletion = table<DeleteComputeEnvironmentRequest>()(byName);
export const computeEnvironmentDescription = table<DescribeComputeEnvironmentsRequest>()({
  computeEnvironments: texts,
  ...pages,
});
