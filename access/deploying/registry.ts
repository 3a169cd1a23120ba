import type { Grant } from "../grant";
import { arn, inRegion, type Scope } from "../scope";

/** Images, models and the resource group, as Terraform reads them. */
export function readRegistry(scope: Scope): Grant[] {
  return [
    {
      sid: "ReadRepositories",
      actions: [
        "ecr:DescribeRepositories",
        "ecr:GetLifecyclePolicy",
        "ecr:GetRepositoryPolicy",
        "ecr:ListTagsForResource",
      ],
      resources: [repositories(scope)],
      reason: "Terraform reads the repositories of the images.",
    },
    {
      sid: "ReadModelGroup",
      actions: ["sagemaker:DescribeModelPackageGroup", "sagemaker:ListTags"],
      resources: [modelGroups(scope)],
      reason: "Terraform reads the group that the models are registered in.",
    },
    {
      sid: "ReadResourceGroup",
      actions: [
        "resource-groups:GetGroup",
        "resource-groups:GetGroupConfiguration",
        "resource-groups:GetGroupQuery",
        "resource-groups:GetTags",
      ],
      resources: [resourceGroups(scope)],
      reason: "Terraform reads the resource group of the environment.",
    },
  ];
}

/** Images, models and the resource group, as Terraform makes, changes and removes them. */
export function writeRegistry(scope: Scope): Grant[] {
  return [
    {
      sid: "Repositories",
      actions: [
        "ecr:CreateRepository",
        "ecr:DeleteLifecyclePolicy",
        "ecr:DeleteRepository",
        "ecr:DeleteRepositoryPolicy",
        "ecr:PutImageScanningConfiguration",
        "ecr:PutImageTagMutability",
        "ecr:PutLifecyclePolicy",
        "ecr:SetRepositoryPolicy",
        "ecr:TagResource",
        "ecr:UntagResource",
      ],
      resources: [repositories(scope)],
      reason: "Terraform makes, changes and removes the repositories.",
    },
    {
      sid: "ModelGroup",
      actions: [
        "sagemaker:AddTags",
        "sagemaker:CreateModelPackageGroup",
        "sagemaker:DeleteModelPackageGroup",
        "sagemaker:DeleteTags",
      ],
      resources: [modelGroups(scope)],
      reason: "Terraform makes, tags and removes the group of the models.",
    },
    {
      sid: "ModelsOfGroup",
      actions: ["sagemaker:DeleteModelPackage", "sagemaker:ListModelPackages"],
      resources: [arn(scope, "sagemaker", `model-package/${scope.prefix}-*`)],
      reason: "SageMaker removes no group that has models: dapf destroy deletes them first.",
    },
    {
      sid: "NewResourceGroup",
      actions: ["resource-groups:CreateGroup"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform makes the resource group.",
      unnamed: "AWS restricts this to no resource (Service Authorization Reference).",
    },
    {
      sid: "ResourceGroup",
      actions: [
        "resource-groups:DeleteGroup",
        "resource-groups:Tag",
        "resource-groups:Untag",
        "resource-groups:UpdateGroup",
        "resource-groups:UpdateGroupQuery",
      ],
      resources: [resourceGroups(scope)],
      reason: "Terraform changes and removes the resource group.",
    },
  ];
}

const repositories = (scope: Scope): string => arn(scope, "ecr", `repository/${scope.prefix}/*`);
const modelGroups = (scope: Scope): string => arn(scope, "sagemaker", `model-package-group/${scope.prefix}-*`);
const resourceGroups = (scope: Scope): string => arn(scope, "resource-groups", `group/${scope.prefix}-*`);
