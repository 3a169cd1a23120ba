import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentSettings } from "../../config/environment";

/** The VPC that inferencing runs in. Somebody else's: dapf only looks it up. */
export interface BatchVpc {
  readonly vpcId: string;
  readonly subnetIds: string[];
}

/** Takes the ids that an environment names, or looks up the VPC and its subnets by the tags that they carry. */
export function batchVpc(scope: Construct, vpc: EnvironmentSettings["inferencing"]["batch_vpc"]): BatchVpc {
  if ("vpc_id" in vpc) return { vpcId: vpc.vpc_id, subnetIds: vpc.subnet_ids };

  const found = new DataAwsVpc(scope, "batch_vpc", { tags: vpc.vpc_tags });
  const subnets = new DataAwsSubnets(scope, "batch_subnets", {
    filter: [{ name: "vpc-id", values: [found.id] }],
    tags: vpc.subnet_tags,
    lifecycle: {
      postcondition: [
        {
          condition: "${length(self.ids) > 0}",
          errorMessage: `The VPC has no subnet with the tags inferencing.batch_vpc.subnet_tags: ${tagList(vpc.subnet_tags)}.`,
        },
      ],
    },
  });
  return { vpcId: found.id, subnetIds: Fn.tolist(subnets.ids) };
}

function tagList(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
