import type { Grant } from "../grant";
import { inRegion, type Scope } from "../scope";

/** AWS Batch through Cloud Control, as Terraform reads it. */
export function readCloudControl(scope: Scope): Grant[] {
  if (!isUsed(scope)) return [];
  return [
    {
      sid: "ReadThroughCloudControl",
      actions: ["cloudformation:GetResource", "cloudformation:GetResourceRequestStatus"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason:
        "Terraform reads training queues and shared compute through Cloud Control, whose prefix in IAM is CloudFormation's.",
      unnamed: "AWS restricts these to no resource (Service Authorization Reference).",
    },
  ];
}

/** The same, as Terraform makes, changes and removes it. */
export function writeCloudControl(scope: Scope): Grant[] {
  if (!isUsed(scope)) return [];
  return [
    {
      sid: "ThroughCloudControl",
      actions: [
        "cloudformation:CancelResourceRequest",
        "cloudformation:CreateResource",
        "cloudformation:DeleteResource",
        "cloudformation:UpdateResource",
      ],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform makes, changes and removes training queues and shared compute through Cloud Control.",
      unnamed: "AWS restricts these to no resource; what they do to a queue needs the rights of other statements.",
    },
  ];
}

const isUsed = ({ queues, compute }: Scope): boolean => queues.areDeclared || compute !== undefined;
