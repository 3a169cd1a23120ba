import { BatchComputeEnvironment } from "@cdktf/provider-aws/lib/batch-compute-environment";
import type { ITerraformDependable, TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { computeEnvironment } from "../../aws/batch/requests/compute-environment";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { ComputeEnvironmentDeclaration } from "../../config/compute";
import { BatchResource } from "../batch-resources/batch-resource";
import { beyondProvider } from "./compute-environment-members";
import type { Placed } from "./network";

type Request = ComputeEnvironmentDeclaration["request"];

export interface ComputeEnvironmentProps {
  readonly declaration: ComputeEnvironmentDeclaration;
  /** Undefined of one that is UNMANAGED. */
  readonly placed: Placed | undefined;
  /** ARNs of what the request leaves out or names; undefined where there is none. */
  readonly roles: {
    readonly instance: string | undefined;
    readonly service: string | undefined;
    readonly spotFleet: string | undefined;
  };
  /** What has to be there as long as the environment is. */
  readonly dependsOn: ITerraformDependable[];
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A compute environment that was made, whichever way. */
export interface ComputeEnvironment {
  readonly resource: BatchComputeEnvironment | BatchResource;
  readonly arn: string;
}

/**
 * Where jobs run. One that changes its name, or what AWS Batch cannot change, is made anew before the queues move over to
 * it and the old one goes: AWS Batch deletes none that a queue names.
 */
export function makeComputeEnvironment(
  scope: Construct,
  id: string,
  props: ComputeEnvironmentProps,
): ComputeEnvironment {
  if (beyondProvider(props.declaration.request).length === 0) {
    const resource = native(scope, id, props);
    return { resource, arn: resource.arn };
  }
  const resource = throughCloudControl(scope, id, props);
  return { resource, arn: resource.id };
}

/** All machines that a change replaces may go on for 6 hours, the most: UpdatePolicy, jobExecutionTimeoutMinutes. */
const LET_JOBS_FINISH = { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 360 };

/** User Guide, "Updating compute environments": only environments with these are updated with their instances. */
const UPDATABLE: readonly (string | undefined)[] = [
  "BEST_FIT_PROGRESSIVE",
  "SPOT_CAPACITY_OPTIMIZED",
  "SPOT_PRICE_CAPACITY_OPTIMIZED",
];

function native(
  scope: Construct,
  id: string,
  { declaration, placed, roles, dependsOn, tags }: ComputeEnvironmentProps,
): BatchComputeEnvironment {
  const { request } = declaration;
  const resources = request.computeResources;
  if (resources === undefined || placed === undefined) throw new Error(`${declaration.name} has no compute resources`);
  const isUpdatable = roles.service === undefined && UPDATABLE.includes(resources.allocationStrategy);
  return new BatchComputeEnvironment(scope, id, {
    computeEnvironmentName: request.computeEnvironmentName,
    type: request.type,
    state: request.state ?? "ENABLED",
    serviceRole: roles.service,
    computeResources: {
      type: resources.type,
      allocationStrategy: resources.allocationStrategy,
      minVcpus: resources.minvCpus,
      maxVcpus: resources.maxvCpus,
      desiredVcpus: resources.desiredvCpus,
      instanceType: resources.instanceTypes,
      imageId: resources.imageId,
      subnets: placed.subnets,
      securityGroupIds: placed.securityGroupIds,
      ec2KeyPair: resources.ec2KeyPair,
      instanceRole: roles.instance,
      // As they are given: another tag replaces the environment where AWS Batch cannot change its machines.
      tags: resources.tags,
      placementGroup: resources.placementGroup,
      bidPercentage: resources.bidPercentage,
      spotIamFleetRole: roles.spotFleet,
      launchTemplate: templateOf(resources.launchTemplate),
      ec2Configuration: resources.ec2Configuration?.map(({ imageType, imageIdOverride }) => ({
        imageType,
        imageIdOverride,
      })),
    },
    updatePolicy: isUpdatable ? LET_JOBS_FINISH : undefined,
    tags: { ...tags, ...request.tags },
    dependsOn,
    lifecycle: lifecycleOf(request),
  });
}

type Template = NonNullable<NonNullable<Request["computeResources"]>["launchTemplate"]>;

function templateOf(template: Template | undefined) {
  if (template === undefined) return undefined;
  const { launchTemplateId, launchTemplateName, version } = template;
  return { launchTemplateId, launchTemplateName, version };
}

function lifecycleOf({ computeResources }: Request): TerraformResourceLifecycle {
  return {
    createBeforeDestroy: true,
    // ComputeResource, desiredvCpus: "Batch modifies this value between the minimum and maximum values": what is said is
    // how many there are at first.
    ...(computeResources?.desiredvCpus === undefined ? {} : { ignoreChanges: ["compute_resources[0].desired_vcpus"] }),
  };
}

function throughCloudControl(
  scope: Construct,
  id: string,
  { declaration, placed, roles, dependsOn, tags }: ComputeEnvironmentProps,
): BatchResource {
  const { tags: ownTags, computeResources, ...rest } = declaration.request;
  return new BatchResource(scope, id, {
    schema: RESOURCE_SCHEMAS.computeEnvironment,
    table: computeEnvironment,
    request: {
      // Stated, because absence means "as it is" when Cloud Control gets only what changed.
      state: "ENABLED",
      ...rest,
      serviceRole: roles.service,
      computeResources: computeResources && {
        ...computeResources,
        ...placed,
        instanceRole: roles.instance,
        spotIamFleetRole: roles.spotFleet,
      },
    },
    tags: { ...tags, ...ownTags },
    dependsOn,
    lifecycle: { createBeforeDestroy: true },
  });
}
