import { iamArn } from "../../../aws/arns";
import type { Place } from "../../../aws/place";

/**
 * Policies that AWS prescribes and maintains for the roles of compute environments. Clusters, groups and launch templates that
 * they are about get names that AWS Batch chooses.
 */
const MANAGED = {
  // AWS Batch User Guide, "Amazon ECS instance role"
  instance: "AmazonEC2ContainerServiceforEC2Role",
  // "AWS Batch service IAM role"
  service: "AWSBatchServiceRole",
  // "Amazon EC2 spot fleet role"
  spotFleet: "AmazonEC2SpotFleetTaggingRole",
} as const;

/** Who takes which role. */
export const COMPUTE_SERVICES = {
  instance: "ec2.amazonaws.com",
  service: "batch.amazonaws.com",
  spotFleet: "spotfleet.amazonaws.com",
} as const satisfies Record<keyof typeof MANAGED, string>;

/** @returns the ARN of the policy of a role that comes with shared compute */
export function managedPolicy({ partition }: Place, role: keyof typeof MANAGED): string {
  return iamArn({ partition, account: "aws" }, `policy/service-role/${MANAGED[role]}`);
}
