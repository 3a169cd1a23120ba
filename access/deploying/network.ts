import type { Grant } from "../grant";
import { arn, inRegion, type Scope, tagged, taggedOrNew, tagging } from "../scope";

const IDS = "AWS chooses the ids of what is in a network: the tags that everything of the environment carries name it.";

/** The network, as Terraform reads it. */
export function readNetwork(scope: Scope): Grant[] {
  return [
    {
      sid: "ReadNetwork",
      actions: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeNetworkAcls",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribePrefixLists",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroupRules",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcEndpoints",
        "ec2:DescribeVpcs",
      ],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Terraform reads the network of training, and looks up the one of inferencing.",
      unnamed: "AWS restricts none of what describes a network to a resource.",
    },
  ];
}

/** The network, as Terraform makes, changes and removes it. */
export function writeNetwork(scope: Scope): Grant[] {
  const ec2 = (...kinds: readonly string[]) => kinds.map((kind) => arn(scope, "ec2", `${kind}/*`));
  const { batch_vpc: vpc } = scope.settings.inferencing;
  return [
    {
      sid: "NewNetwork",
      actions: [
        "ec2:CreateDhcpOptions",
        "ec2:CreateRouteTable",
        "ec2:CreateSecurityGroup",
        "ec2:CreateSubnet",
        "ec2:CreateVpc",
        "ec2:CreateVpcEndpoint",
      ],
      resources: ec2("dhcp-options", "route-table", "security-group", "subnet", "vpc", "vpc-endpoint"),
      conditions: tagging(scope),
      reason: "Terraform makes the network of training, and tags each part in the request that makes it.",
      unnamed: IDS,
    },
    {
      sid: "PartsOfNetwork",
      actions: ["ec2:CreateRouteTable", "ec2:CreateSecurityGroup", "ec2:CreateSubnet", "ec2:CreateVpcEndpoint"],
      resources: ec2("route-table", "security-group", "subnet", "vpc"),
      conditions: tagged(scope),
      reason:
        "What a new part belongs to needs the right, too: its VPC; the subnets, groups and routes of an endpoint.",
      unnamed: IDS,
    },
    {
      sid: "GroupInInferencingNetwork",
      actions: ["ec2:CreateSecurityGroup"],
      resources: "vpc_id" in vpc ? [arn(scope, "ec2", `vpc/${vpc.vpc_id}`)] : ec2("vpc"),
      ...("vpc_id" in vpc ? {} : { conditions: { StringEquals: resourceTags(vpc.vpc_tags) } }),
      reason: "The security group of inferencing is in a VPC that is not the environment's.",
      unnamed: "The VPC is the one that inferencing.batch_vpc names.",
    },
    {
      sid: "Network",
      actions: [
        "ec2:AssociateDhcpOptions",
        "ec2:AssociateRouteTable",
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateNetworkAclEntry",
        "ec2:DeleteDhcpOptions",
        "ec2:DeleteRouteTable",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteSubnet",
        "ec2:DeleteVpc",
        "ec2:DeleteVpcEndpoints",
        "ec2:DisassociateRouteTable",
        "ec2:ModifySubnetAttribute",
        "ec2:ModifyVpcAttribute",
        "ec2:ModifyVpcEndpoint",
        "ec2:ReplaceRouteTableAssociation",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
        "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
        "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
      ],
      resources: ec2("dhcp-options", "network-acl", "route-table", "security-group", "subnet", "vpc", "vpc-endpoint"),
      conditions: tagged(scope),
      reason: "Terraform changes and removes the parts of the network.",
      unnamed: IDS,
    },
    {
      sid: "NewRules",
      actions: ["ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"],
      resources: ec2("security-group-rule"),
      reason: "A new rule of a security group is a resource of its own; the group itself is the statement Network's.",
      unnamed: "AWS chooses the ids of rules, and Terraform gives these no tags.",
    },
    {
      sid: "DefaultsOfNetwork",
      actions: [
        "ec2:AssociateDhcpOptions",
        "ec2:CreateNetworkAclEntry",
        "ec2:CreateTags",
        "ec2:DeleteNetworkAclEntry",
        "ec2:DeleteTags",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
      ],
      resources: ec2("dhcp-options", "network-acl", "route-table", "security-group", "subnet", "vpc", "vpc-endpoint"),
      conditions: taggedOrNew(scope),
      reason:
        "AWS makes a network list, routes and a security group with a VPC, without tags: Terraform closes and tags them. " +
        "It also tags what it makes, and gives a VPC its first options back before it removes its own.",
      unnamed: `${IDS} What has no such tags yet is covered, what has those of another environment is not.`,
    },
  ];
}

const resourceTags = (tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
