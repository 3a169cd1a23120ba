import type { ComputeEnvironmentDetail, ComputeResource, JobDefinition } from "@aws-sdk/client-batch";
import { iamArn } from "../aws/arns";
import { batchArn } from "../aws/batch/arns";
import {
  computeArns,
  type ComputeEnvironmentDeclaration,
  type ComputeModel,
  type JobDefinitionDeclaration,
  resolvedDefinition,
  type RoleSource,
  standInFor,
} from "../config/compute";
import { arnIn, withTagsOf } from "./as-declared";
import { type LiveQueues, NOTHING } from "./live-queues";

/** @returns what AWS Batch would tell if exactly the shared compute that is declared were live. */
export function asLiveCompute(model: ComputeModel): LiveQueues {
  const { context } = model;
  const arns = computeArns(model);
  const tagged = withTagsOf(context);
  const state = "ENABLED";
  return {
    ...NOTHING,
    computeEnvironments: new Map(
      model.computeEnvironments.map((declaration) => {
        const arn = arns.computeEnvironments.get(declaration.key) ?? "";
        return [arn, { ...environmentDetail(declaration, model), computeEnvironmentArn: arn }];
      }),
    ),
    schedulingPolicies: new Map(
      model.schedulingPolicies.map(({ key, request }) => {
        const arn = arns.schedulingPolicies.get(key) ?? "";
        return [arn, { ...request, arn, tags: tagged(request.tags) }];
      }),
    ),
    jobQueues: new Map(
      model.jobQueues.map(({ key, request, environments, schedulingPolicy }) => {
        const arn = arns.jobQueues.get(key) ?? "";
        const orders = request.computeEnvironmentOrder.map(({ order }) => order).sort((a, b) => a - b);
        const queue = {
          ...request,
          state: request.state ?? state,
          jobQueueArn: arn,
          schedulingPolicyArn: schedulingPolicy && arnIn(arns.schedulingPolicies, schedulingPolicy),
          computeEnvironmentOrder: environments.map((environment, index) => {
            return { order: orders[index], computeEnvironment: arnIn(arns.computeEnvironments, environment) };
          }),
          tags: tagged(request.tags),
        };
        return [arn, queue];
      }),
    ),
    consumableResources: new Map(
      model.consumableResources.map(({ key, request }) => {
        const arn = arns.consumableResources.get(key) ?? "";
        return [arn, { ...request, consumableResourceArn: arn, tags: tagged(request.tags) }];
      }),
    ),
    jobDefinitions: new Map(
      model.jobDefinitions.map((declaration) => {
        const arn = batchArn(context, `job-definition/${declaration.name}`);
        return [arn, { ...definitionDetail(declaration, model), jobDefinitionArn: arn }];
      }),
    ),
  };
}

function environmentDetail(
  { request, network, roles }: ComputeEnvironmentDeclaration,
  { context, names }: ComputeModel,
): ComputeEnvironmentDetail {
  const { computeResources, ...rest } = request;
  const roleArn = (source: RoleSource, made: string) => roleOf(source, iamArn(context, `role/${made}`));
  const ids = (source: NonNullable<typeof network>[keyof NonNullable<typeof network>] | undefined) =>
    source?.kind === "given" ? [...source.ids] : undefined;
  // Cast: what is not known before a deploy, such as subnets that are looked up, is missing.
  const resources =
    computeResources &&
    ({
      ...computeResources,
      subnets: ids(network?.subnets),
      securityGroupIds: ids(network?.securityGroups),
      instanceRole: roleOf(roles.instance, iamArn(context, `instance-profile/${names.instanceRole}`)),
      spotIamFleetRole: roleArn(roles.spotFleet, names.spotFleetRole),
    } as ComputeResource);
  return {
    ...rest,
    state: rest.state ?? "ENABLED",
    computeEnvironmentArn: undefined,
    computeResources: resources,
    serviceRole: roleArn(roles.service, names.serviceRole),
    tags: { ...context.tags, ...rest.tags },
  };
}

function roleOf(source: RoleSource, made: string): string | undefined {
  if (source.kind === "given") return source.role;
  return source.kind === "made" ? made : undefined;
}

/** What is only known to AWS stays as the file names it: `${file_system.lab-data}`. */
function definitionDetail(declaration: JobDefinitionDeclaration, { context }: ComputeModel): JobDefinition {
  const stand = standInFor(context);
  const request = resolvedDefinition(declaration, (reference) => {
    const isOfAws = reference.kind === "file_system" || reference.kind === "secret";
    return isOfAws ? `\${${reference.kind}.${reference.name ?? ""}}` : stand(reference);
  });
  return {
    ...request,
    jobDefinitionArn: undefined,
    revision: undefined,
    tags: { ...context.tags, ...request.tags },
  };
}
