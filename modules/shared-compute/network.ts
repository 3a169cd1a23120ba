import { DataAwsSecurityGroups } from "@cdktf/provider-aws/lib/data-aws-security-groups";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SecurityGroupRule } from "@cdktf/provider-aws/lib/security-group-rule";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import type { Network, NetworkSource } from "../../config/compute";

/** A network that is there: that of the environment. */
export interface OwnNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** Ids, or references to them. */
export interface Placed {
  readonly subnets: string[];
  /** Undefined: the launch template has them. */
  readonly securityGroupIds: string[] | undefined;
}

export interface PlacementProps {
  /** Of the declaration, in lower case. */
  readonly key: string;
  /** What names begin with. */
  readonly prefix: string;
  readonly network: Network;
  readonly own: OwnNetwork | undefined;
}

type Tags = Readonly<Record<string, string>>;

/**
 * Where the machines or tasks of a compute environment start: in what is given, in the environment's own network, or in what
 * is looked up by tags.
 *
 * @throws Error when the stack has no network of its own and the declaration names none
 */
export function placementOf(scope: Construct, props: PlacementProps): Placed {
  const { key, prefix, network, own } = props;
  const { subnets, securityGroups } = network;
  const vpcTags = subnets.kind === "tags" ? subnets.vpcTags : undefined;
  // One that is made or looked up stands beside subnets that are looked up: see `networkOf`.
  const vpc = vpcTags && new DataAwsVpc(scope, `${key}_vpc`, { tags: vpcTags });
  const idsOf = (source: NetworkSource, what: keyof OwnNetwork, lookUp: (tags: Tags) => string[]): string[] => {
    if (source.kind === "given") return [...source.ids];
    if (source.kind === "tags") return lookUp(source.tags);
    if (own !== undefined) return [...own[what]];
    throw new Error(`the compute environment ${key} says nothing of its network, and the stack has none to give it`);
  };
  const inVpc = [{ name: "vpc-id", values: [vpc?.id ?? ""] }];
  const found = {
    subnets: idsOf(subnets, "subnetIds", (tags) => {
      return Fn.tolist(
        new DataAwsSubnets(scope, `${key}_subnets`, {
          filter: inVpc,
          tags,
          lifecycle: someOf("subnet", tags),
        }).ids,
      );
    }),
  };
  if (securityGroups.kind === "template") return { ...found, securityGroupIds: undefined };
  if (securityGroups.kind === "made") {
    return { ...found, securityGroupIds: [httpsOut(scope, key, prefix, vpc?.id ?? "").id] };
  }
  const lookUpGroups = (tags: Tags) =>
    Fn.tolist(
      new DataAwsSecurityGroups(scope, `${key}_security_groups`, {
        filter: inVpc,
        tags,
        lifecycle: someOf("security group", tags),
      }).ids,
    );
  return { ...found, securityGroupIds: idsOf(securityGroups, "securityGroupIds", lookUpGroups) };
}

/** A lookup that finds nothing is no error of the provider. */
function someOf(what: string, tags: Tags) {
  const list = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  const errorMessage = `The VPC has no ${what} with the tags ${list.join(", ")}.`;
  return { postcondition: [{ condition: "${length(self.ids) > 0}", errorMessage }] };
}

/** To the outside HTTPS only, which is how machines reach AWS and pull images; from the outside nothing. */
function httpsOut(scope: Construct, key: string, prefix: string, vpcId: string): SecurityGroup {
  const name = `${prefix}-dapf-compute-${key.replaceAll("_", "-")}`;
  const group = new SecurityGroup(scope, `${key}_security_group`, {
    namePrefix: `${name}-`,
    description: "Machines of shared compute",
    vpcId,
    tags: { Name: name },
    // Machines hold on to the old group until they have the new one.
    lifecycle: { createBeforeDestroy: true },
  });
  // Of the resource type whose rules carry no tags, as in the rest of the platform: those of the newer one are tagged, and
  // ask for the right to tag rules, whose ids nobody knows.
  new SecurityGroupRule(group, "https_out", {
    securityGroupId: group.id,
    type: "egress",
    description: "HTTPS",
    protocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrBlocks: ["0.0.0.0/0"],
    ipv6CidrBlocks: ["::/0"],
  });
  return group;
}
