import { iamArn } from "../../aws/arns";
import type { Conditions, Grant } from "../grant";
import { iam, type Scope } from "../scope";

/** What changes a role, but for what it may do, and removes it. */
export const CHANGE_ROLE: readonly string[] = [
  "iam:DeleteRole",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/** What makes a role, and says what it may do. */
export const giveRights = ({ boundaryArn }: Pick<Scope, "boundaryArn">): readonly string[] => [
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:PutRolePolicy",
  ...(boundaryArn === undefined ? [] : ["iam:PutRolePermissionsBoundary"]),
];

/** Roles, policies and instance profiles, as Terraform reads them. */
export function readRoles(scope: Scope): Grant[] {
  return [
    {
      sid: "ReadRoles",
      actions: [
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
      ],
      resources: rolesOf(scope),
      reason: "Terraform reads the roles of the platform.",
    },
    {
      sid: "ReadPolicies",
      actions: ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListEntitiesForPolicy", "iam:ListPolicyVersions"],
      resources: [policiesOf(scope)],
      reason: "Terraform reads the managed policies of the platform and where they are attached.",
    },
    {
      sid: "ReadInstanceProfiles",
      actions: ["iam:GetInstanceProfile"],
      resources: [profilesOf(scope)],
      reason: "Terraform reads the instance profiles of the Batch machines.",
    },
  ];
}

/** Roles, policies and instance profiles, as Terraform makes, changes and removes them. */
export function writeRoles(scope: Scope): Grant[] {
  return [
    {
      sid: "Roles",
      actions: CHANGE_ROLE,
      resources: rolesOf(scope),
      reason: "Terraform changes and removes the roles of the platform.",
    },
    {
      sid: "RightsOfRoles",
      actions: giveRights(scope),
      resources: rolesOf(scope),
      ...withBoundary(scope),
      reason:
        scope.boundaryArn === undefined
          ? "Terraform makes roles and says what they may do. access.boundary bounds what that can be."
          : "Terraform makes roles and says what they may do, all of them within the boundary.",
    },
    {
      sid: "PoliciesOfRoles",
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      resources: rolesOf(scope),
      ...withBoundary(scope, { ArnLike: { "iam:PolicyARN": [policiesOf(scope), serviceRolePolicy(scope)] } }),
      reason:
        "Terraform attaches the platform's policies to its roles, and the one that AWS Batch prescribes; no others.",
    },
    {
      sid: "Policies",
      actions: [
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:TagPolicy",
        "iam:UntagPolicy",
      ],
      resources: [policiesOf(scope)],
      reason: "Terraform makes, changes and removes the managed policies of the platform.",
    },
    {
      sid: "InstanceProfiles",
      actions: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
        "iam:UntagInstanceProfile",
      ],
      resources: [profilesOf(scope)],
      reason: "Terraform makes, changes and removes the instance profiles of the Batch machines.",
    },
    ...passRoles(scope),
    {
      sid: "NoRightsOfItsOwn",
      effect: "Deny",
      actions: [
        "iam:AttachRolePolicy",
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:CreateRole",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ],
      resources: [iam(scope, `role/${scope.prefix}-access-*`), iam(scope, `policy/${scope.prefix}-access-*`)],
      reason: "The roles of module.access and the boundary are an administrator's: nobody gives themselves more.",
    },
  ];
}

/** Which service gets which role: each is named, so that no other service ever acts as it. */
function passRoles(scope: Scope): Grant[] {
  const { prefix } = scope;
  const pass = (name: string, service: string, roles: readonly string[], reason: string): Grant =>
    passRole(
      name,
      service,
      roles.map((role) => iam(scope, `role/${role}`)),
      reason,
    );
  return [
    pass("Batch", "batch", [`batch/${prefix}-dapf-*`], "Compute environments have a service role."),
    pass("Machines", "ec2", [`batch/${prefix}-dapf-*`], "The machines of a compute environment have a role."),
    pass(
      "Containers",
      "ecs-tasks",
      [`${prefix}-dapf-*-executioner`],
      "Job definitions name the role of their containers.",
    ),
    pass("Glue", "glue", [`${prefix}-dapf-*-glue-job-role`], "Glue jobs have a role."),
    pass("Lambda", "lambda", functionRoles(prefix), "Lambda functions have a role."),
    pass("StateMachines", "states", [`${prefix}-modelops-*-orchestrator`], "State machines have a role."),
  ];
}

/** @param arns of the roles @param unnamed why they cannot be named by the prefix */
export function passRole(
  name: string,
  service: string,
  arns: readonly string[],
  reason: string,
  unnamed?: string,
): Grant {
  return {
    sid: `PassTo${name}`,
    actions: ["iam:PassRole"],
    resources: arns,
    conditions: { StringEquals: { "iam:PassedToService": `${service}.amazonaws.com` } },
    reason,
    unnamed,
  };
}

const functionRoles = (prefix: string): string[] => [
  `${prefix}-glue-trigger-on-event`,
  `${prefix}-sm-model-approval-event-processor`,
];

/** With a boundary, only for roles that have it. */
export function withBoundary({ boundaryArn }: Scope, others: Conditions = {}): { readonly conditions?: Conditions } {
  const conditions = {
    ...others,
    ...(boundaryArn === undefined ? {} : { StringEquals: { "iam:PermissionsBoundary": boundaryArn } }),
  };
  return Object.keys(conditions).length === 0 ? {} : { conditions };
}

/** The roles of AWS Batch lie below `batch/`. */
const rolesOf = (scope: Scope): string[] => ["", "batch/"].map((path) => iam(scope, `role/${path}${scope.prefix}-*`));
const policiesOf = (scope: Scope): string => iam(scope, `policy/${scope.prefix}-*`);
const profilesOf = (scope: Scope): string => iam(scope, `instance-profile/batch/${scope.prefix}-*`);

const serviceRolePolicy = ({ place: { partition } }: Scope): string =>
  iamArn({ partition, account: "aws" }, "policy/service-role/AWSBatchServiceRole");
