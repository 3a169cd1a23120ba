import { iamArn, isArn } from "../aws/arns";
import { batchArn } from "../aws/batch/arns";
import type { Place } from "../aws/place";
import type { ComputeModel, RoleSource } from "../config/compute";
import { computeArns } from "../config/compute/arns";
import { membersCalled } from "../config/compute/members";

/** ARNs of what belongs to shared compute; names in its file are the team's, without the prefix. */
export interface ComputeScope {
  readonly model: ComputeModel;
  /** Environments, policies, queues, consumable resources. */
  readonly objects: readonly string[];
  /** With and without a revision. */
  readonly definitions: readonly string[];
  readonly jobRoles: readonly string[];
  /** That definitions name for their containers. */
  readonly containerRoles: readonly string[];
  /** That environments have, by the service that gets them. */
  readonly machineRoles: {
    readonly instances: readonly string[];
    readonly service: readonly string[];
    readonly spotFleets: readonly string[];
  };
  /** Instance profiles that requests name. */
  readonly profiles: readonly string[];
  /** Names of secrets that definitions name. */
  readonly secrets: readonly string[];
  readonly hasFileSystems: boolean;
  /** Tags of the VPCs in which groups are made. */
  readonly vpcs: readonly Readonly<Record<string, string>>[];
}

/** @param model undefined when the environment has no shared compute */
export function computeScope(model: ComputeModel | undefined): ComputeScope | undefined {
  if (model === undefined) return undefined;
  const { context, names, computeEnvironments, jobDefinitions } = model;
  const arns = computeArns(model);
  const role = (name: string) => (isArn(name) ? name : iamArn(context, `role/${name}`));
  const rolesOf = (made: string, sources: readonly RoleSource[]) =>
    distinct(
      sources.flatMap((source) => {
        if (source.kind === "none") return [];
        return role(source.kind === "made" ? made : source.role);
      }),
    );
  const requests = jobDefinitions.map(({ request }) => request);
  const references = jobDefinitions.flatMap((one) => one.references);
  const named = (kind: string) =>
    distinct(
      references
        .flatMap(({ text }) => [...text.matchAll(/\$\{(\w+)\.([^}]+)\}/g)])
        .flatMap(([, found, name = ""]) => (found === kind ? name : [])),
    );
  const instances = computeEnvironments.map(({ roles }) => roles.instance);
  return {
    model,
    objects: [arns.computeEnvironments, arns.schedulingPolicies, arns.jobQueues, arns.consumableResources].flatMap(
      (some) => [...some.values()],
    ),
    definitions: jobDefinitions.flatMap(({ name }) => definitionArns(context, name)),
    jobRoles: [...arns.jobRoles.values()],
    containerRoles: distinct(
      ["jobRoleArn", "taskRoleArn", "executionRoleArn"]
        .flatMap((member) => membersCalled(requests, member))
        .filter((value) => typeof value === "string"),
    ),
    machineRoles: {
      // A profile that the console makes has the name of its role.
      instances: rolesOf(names.instanceRole, instances).map((arn) => arn.replace(":instance-profile/", ":role/")),
      service: rolesOf(
        names.serviceRole,
        computeEnvironments.map(({ roles }) => roles.service),
      ),
      spotFleets: rolesOf(
        names.spotFleetRole,
        computeEnvironments.map(({ roles }) => roles.spotFleet),
      ),
    },
    profiles: distinct(
      instances.flatMap((source) => (source.kind === "given" && !isArn(source.role) ? source.role : [])),
    ).map((name) => iamArn(context, `instance-profile/${name}`)),
    secrets: named("secret"),
    hasFileSystems: named("file_system").length > 0,
    vpcs: vpcsOf(model),
  };
}

function vpcsOf({ computeEnvironments }: ComputeModel): Readonly<Record<string, string>>[] {
  const tags = computeEnvironments.flatMap(({ network }) => {
    const isMade = network?.subnets.kind === "tags" && network.securityGroups.kind === "made";
    return isMade ? [network.subnets.vpcTags] : [];
  });
  return [...new Map(tags.map((one) => [JSON.stringify(one), one])).values()];
}

function definitionArns(place: Place, name: string): string[] {
  return ["", ":*"].map((revision) => batchArn(place, `job-definition/${name}${revision}`));
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
