import { iamArn } from "../../aws/arns";
import type { ComputeScope } from "../compute-scope";
import type { Grant } from "../grant";
import { arn, iam, inRegion, type Scope } from "../scope";
import { CHANGE_ROLE, giveRights, passRole, withBoundary } from "./roles";

const DECLARED = "The names are those that the file of shared compute declares.";

/** Shared compute, as Terraform reads it; what is looked up, too. */
export function readSharedCompute(scope: Scope): Grant[] {
  const { compute } = scope;
  if (compute === undefined) return [];
  return [
    {
      sid: "ReadSharedCompute",
      actions: ["batch:ListTagsForResource"],
      // The tags of a definition are those of a revision.
      resources: [...compute.objects, ...compute.definitions.filter((one) => one.endsWith(":*"))],
      reason: "Terraform reads the tags of what it has made in AWS Batch.",
      unnamed: DECLARED,
    },
    {
      sid: "ReadConsumableResources",
      actions: ["batch:DescribeConsumableResource"],
      resources: consumables(compute),
      reason: "Cloud Control reads what jobs consume in the name of its caller.",
      unnamed: DECLARED,
    },
    {
      sid: "ReadJobRoles",
      actions: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
      ],
      resources: compute.jobRoles,
      reason: "Terraform reads the roles of jobs.",
      unnamed: DECLARED,
    },
    {
      sid: "ReadComputeProfiles",
      actions: ["iam:GetInstanceProfile"],
      resources: [ownProfile(scope), ...compute.profiles],
      reason: "Terraform reads the instance profile of the machines, and looks up those that environments name.",
      unnamed: DECLARED,
    },
    {
      sid: "LookUpSecrets",
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy"],
      resources: compute.secrets.map((name) => arn(scope, "secretsmanager", `secret:${name}-??????`)),
      reason: "Terraform looks up the ARN of a secret that a definition names; nobody who deploys reads its value.",
      unnamed: DECLARED,
    },
    {
      sid: "LookUpFileSystems",
      actions: ["elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeLifecycleConfiguration"],
      resources: compute.hasFileSystems ? ["*"] : [],
      conditions: inRegion(scope),
      reason: "Terraform looks up the file system that a definition names by a tag, which is reading all of them.",
      unnamed: "AWS chooses the ids of file systems.",
    },
  ];
}

/** Shared compute, as Terraform makes, changes and removes it, and Cloud Control in its name. */
export function writeSharedCompute(scope: Scope): Grant[] {
  const { compute, place } = scope;
  if (compute === undefined) return [];
  const { machineRoles } = compute;
  const kinds = Object.entries(KINDS).filter(([kind]) => compute.objects.some((one) => one.includes(`:${kind}/`)));
  return [
    {
      sid: "SharedCompute",
      actions: [
        ...kinds.flatMap(([, kind]) => ["Create", "Delete", "Update"].map((verb) => `batch:${verb}${kind}`)),
        "batch:TagResource",
        "batch:UntagResource",
      ],
      resources: compute.objects,
      reason:
        "Terraform makes, changes and removes environments, policies, queues and consumable resources. A queue is made " +
        "with an environment and a policy: AWS asks for the right on each.",
      unnamed: DECLARED,
    },
    {
      sid: "SharedDefinitions",
      actions: [
        "batch:DeregisterJobDefinition",
        "batch:RegisterJobDefinition",
        "batch:TagResource",
        "batch:UntagResource",
      ],
      resources: compute.definitions,
      reason: "Terraform registers revisions of definitions and deregisters those before.",
      unnamed: DECLARED,
    },
    {
      sid: "ResourcesOfDefinitions",
      actions: ["batch:RegisterJobDefinition"],
      resources: consumables(compute),
      reason: "A definition names the consumable resources of its jobs: AWS asks for the right on each.",
      unnamed: DECLARED,
    },
    {
      sid: "JobRoles",
      actions: CHANGE_ROLE,
      resources: compute.jobRoles,
      reason: "Terraform changes and removes the roles of jobs.",
      unnamed: DECLARED,
    },
    {
      sid: "RightsOfJobRoles",
      actions: giveRights(scope),
      resources: compute.jobRoles,
      ...withBoundary(scope),
      reason: "Terraform makes the roles of jobs and says what they may do.",
      unnamed: DECLARED,
    },
    {
      sid: "PolicyOfSpotFleets",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      resources: isMade(scope) ? [iam(scope, `role/${compute.model.names.spotFleetRole}`)] : [],
      ...withBoundary(scope, {
        ArnEquals: {
          "iam:PolicyARN": iamArn({ ...place, account: "aws" }, "policy/service-role/AmazonEC2SpotFleetTaggingRole"),
        },
      }),
      reason: "Terraform attaches the policy that AWS prescribes for fleets of Spot Instances.",
    },
    {
      sid: "ComputeProfiles",
      actions: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
      ],
      resources: [ownProfile(scope)],
      reason: "Terraform makes, changes and removes the instance profile of the machines.",
    },
    {
      sid: "RoleOfBatch",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: [iamArn(place, `role/aws-service-role/${BATCH}/AWSServiceRoleForBatch`)],
      conditions: { StringEquals: { "iam:AWSServiceName": BATCH } },
      reason: "AWS Batch makes this role with the first compute environment of an account that names no other.",
      unnamed: "AWS names its service-linked roles.",
    },
    passRole(
      "Jobs",
      "ecs-tasks",
      compute.containerRoles,
      "Job definitions name the roles of their containers.",
      DECLARED,
    ),
    passRole("SharedMachines", "ec2", machineRoles.instances, "Machines of shared compute have a role.", DECLARED),
    passRole("SharedBatch", "batch", machineRoles.service, "Compute environments have a service role.", DECLARED),
    passRole("SpotFleets", "spotfleet", machineRoles.spotFleets, "Fleets of Spot Instances have a role.", DECLARED),
    ...compute.vpcs.map((tags, index): Grant => ({
      sid: `GroupsInNetwork${index + 1}`,
      actions: ["ec2:CreateSecurityGroup"],
      resources: [arn(scope, "ec2", "vpc/*")],
      conditions: {
        StringEquals: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
      },
      reason: "The security group of an environment is in the VPC that its declaration looks up.",
      unnamed: "The VPC is the one that network.vpcTags names.",
    })),
  ];
}

// AWS Batch User Guide, "Using service-linked roles for AWS Batch".
const BATCH = "batch.amazonaws.com";

/** In ARNs, and in the names of actions. */
const KINDS = {
  "compute-environment": "ComputeEnvironment",
  "consumable-resource": "ConsumableResource",
  "job-queue": "JobQueue",
  "scheduling-policy": "SchedulingPolicy",
};

const consumables = ({ objects }: ComputeScope): string[] =>
  objects.filter((one) => one.includes(":consumable-resource/"));

const ownProfile = (scope: Scope): string => iam(scope, `instance-profile/${scope.prefix}-dapf-compute-*`);

const isMade = ({ compute }: Scope): boolean =>
  compute?.model.computeEnvironments.some(({ roles }) => roles.spotFleet.kind === "made") === true;
