import * as path from "node:path";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import { at, fromHcl, retiredFromHcl } from "../framework/hcl-addresses";
import { iamArn } from "../../aws/arns";
import type { Partition } from "../../aws/partitions";
import type { BatchContext } from "./context";
import { trustOf } from "../policies/document";

export interface BatchRolesProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly partition: Partition;
}

/** The roles of AWS Batch itself: what it may do, and what the machines may do that it starts. */
export class BatchRoles {
  readonly instance: IamRole;
  readonly instanceProfile: IamInstanceProfile;
  readonly service: IamRole;
  readonly serviceAttachment: IamRolePolicyAttachment;

  constructor(scope: Construct, { prefix, context, partition }: BatchRolesProps) {
    // IAM takes name prefixes of at most 38 characters, which is why an environment's prefix has at most 20.
    const named = { namePrefix: `${prefix}-dapf-${context}-`, path: "/batch/" };
    const managed = (policy: string) => iamArn({ partition, account: "aws" }, `policy/${policy}`);

    // Its policy names the cluster of the compute environment, which names this role: see BatchConstruct.
    this.instance = new IamRole(scope, "instance", {
      ...named,
      description: "IAM instance role/profile for AWS Batch EC2 instance(s)",
      assumeRolePolicy: trustOf("ec2.amazonaws.com"),
      forceDetachPolicies: true,
    });
    fromHcl(this.instance, "module.batch.aws_iam_role.instance[0]");
    this.instanceProfile = new IamInstanceProfile(this.instance, "profile", { ...named, role: this.instance.name });
    fromHcl(this.instanceProfile, "module.batch.aws_iam_instance_profile.instance[0]");
    // The inline policy of `permissions.ts` takes their place.
    for (const policy of ["AmazonSSMManagedInstanceCore", "service-role/AmazonEC2ContainerServiceforEC2Role"]) {
      const former = `module.batch.aws_iam_role_policy_attachment.instance${at(managed(policy))}`;
      retiredFromHcl(scope, `instance_${path.basename(policy)}`, former);
    }

    this.service = new IamRole(scope, "service", {
      ...named,
      description: "IAM service role for AWS Batch",
      assumeRolePolicy: trustOf("batch.amazonaws.com"),
      forceDetachPolicies: true,
    });
    fromHcl(this.service, "module.batch.aws_iam_role.service[0]");
    // Kept from the HCL: AWS prescribes and maintains this policy for the service role, and the clusters, groups and
    // launch templates that it is about get names that AWS Batch chooses.
    this.serviceAttachment = new IamRolePolicyAttachment(this.service, "policy_attachment", {
      role: this.service.name,
      policyArn: managed("service-role/AWSBatchServiceRole"),
    });
    fromHcl(
      this.serviceAttachment,
      `module.batch.aws_iam_role_policy_attachment.service${at(managed("service-role/AWSBatchServiceRole"))}`,
    );
  }
}
