import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import type { Construct } from "constructs";
import { fromHcl } from "../framework/hcl-addresses";
import type { BatchContext } from "./context";

export interface BatchSecurityGroupProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly vpcId: string;
}

/**
 * The security group of a context's machines and of the VPC endpoints that they use: among themselves everything, to
 * the outside HTTPS only, from the outside nothing.
 *
 * Rules of the older resource type: one of the newer type would be another resource to Terraform, so that a live rule
 * would be destroyed and made again.
 */
export class BatchSecurityGroup {
  readonly group: SecurityGroup;

  constructor(scope: Construct, { prefix, context, vpcId }: BatchSecurityGroupProps) {
    const former = "module.vpc_endpoint_security_group";

    this.group = new SecurityGroup(scope, "security_group", {
      namePrefix: `${prefix}-${context}-vep-sg-`,
      description: "Security group for VPC endpoints",
      vpcId,
      tags: { Name: `${prefix}-${context}-vep-sg` },
      timeouts: { create: "10m", delete: "15m" },
      // Endpoints and machines hold on to the old group until they have the new one.
      lifecycle: { createBeforeDestroy: true },
    });
    fromHcl(this.group, `${former}.aws_security_group.this_name_prefix[0]`);
    const httpsOut = new SecurityGroupRule(this.group, "https_out", {
      securityGroupId: this.group.id,
      type: "egress",
      description: "HTTPS",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
      ipv6CidrBlocks: ["::/0"],
    });
    fromHcl(httpsOut, `${former}.aws_security_group_rule.egress_rules[0]`);
    const selfIn = new SecurityGroupRule(this.group, "self_in", {
      securityGroupId: this.group.id,
      type: "ingress",
      description: "Ingress Rule",
      protocol: "-1",
      fromPort: -1,
      toPort: -1,
      selfAttribute: true,
    });
    fromHcl(selfIn, `${former}.aws_security_group_rule.ingress_with_self[0]`);
    const selfHttpsIn = new SecurityGroupRule(this.group, "self_https_in", {
      securityGroupId: this.group.id,
      type: "ingress",
      description: "Container to VPC endpoint service",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      selfAttribute: true,
    });
    fromHcl(selfHttpsIn, `${former}.aws_security_group_rule.ingress_with_self[1]`);
  }
}
