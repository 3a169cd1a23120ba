import type { Rule } from "./rule";

// Resource type AWS::Batch::QuotaShare in the CloudFormation registry, as of cfn-lint 1.51.0.
const WITHOUT = ["me-central-1", "me-south-1"];

/** A warning because AWS adds Regions, and the list here learns of them later. */
export const quotaShareRegion: Rule = {
  demand: "Quota shares can be created by CloudFormation and Terraform in every Region but me-central-1 and me-south-1",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-quotashare.html",
  severity: "warning",
  check: ({ quotaShares, context }) => {
    if (quotaShares.length === 0 || !WITHOUT.includes(context.region)) return [];
    return [{ path: ["QuotaShares"], rule: `are not known to be available in ${context.region}` }];
  },
};
