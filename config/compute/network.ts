import { z } from "zod";
import { ec2Tags } from "../schema-values";

/** Where the machines of a compute environment are, by tags: our own member of CreateComputeEnvironment requests. */
export const networkShape = z
  .strictObject({
    vpcTags: ec2Tags.describe("Tags that exactly one VPC carries."),
    subnetTags: ec2Tags.describe("Tags that the subnets of that VPC carry in which machines or tasks start."),
    securityGroupTags: ec2Tags
      .describe("Tags that the security groups carry; without them one is made that lets only HTTPS out.")
      .optional(),
  })
  .describe("The network, looked up by tags, instead of subnets and securityGroupIds in computeResources.");

export type NetworkRequest = z.output<typeof networkShape>;
