import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Construct } from "constructs";
import type { Network } from "./network";

export interface EndpointsProps {
  readonly prefix: string;
  readonly region: string;
  readonly network: Network;
  readonly securityGroup: SecurityGroup;
}

/** Gateways: routes to the service's public addresses, without a charge. */
const gateways = { s3: "s3", dynamodb: "dynamodb" };

/** Interfaces: what ECS, the image registry, Session Manager and the log driver of a machine talk to. */
const interfaces = {
  ec2messages: "ec2messages",
  "ecr-api": "ecr.api",
  "ecr-dkr": "ecr.dkr",
  ecs: "ecs",
  "ecs-agt": "ecs-agent",
  "ecs-tel": "ecs-telemetry",
  logs: "logs",
  ssm: "ssm",
  ssmmessages: "ssmmessages",
};

/** The ways out of the training VPC, all of them to AWS. */
export class Endpoints {
  readonly all: readonly VpcEndpoint[];

  constructor(scope: Construct, { prefix, region, network, securityGroup }: EndpointsProps) {
    const timeouts = { create: "10m", update: "10m", delete: "10m" };

    this.all = [
      ...Object.entries(gateways).map(
        ([key, service]) =>
          new VpcEndpoint(scope, `endpoint_${key.replaceAll("-", "_")}`, {
            vpcId: network.vpc.id,
            vpcEndpointType: "Gateway",
            serviceName: `com.amazonaws.${region}.${service}`,
            routeTableIds: network.privateRouteTables.map(({ id }) => id),
            tags: { Name: `${prefix}-training-${key}-vep` },
            timeouts,
          }),
      ),
      ...Object.entries(interfaces).map(
        ([key, service]) =>
          new VpcEndpoint(scope, `endpoint_${key.replaceAll("-", "_")}`, {
            vpcId: network.vpc.id,
            vpcEndpointType: "Interface",
            serviceName: `com.amazonaws.${region}.${service}`,
            privateDnsEnabled: true,
            subnetIds: network.privateSubnets.map(({ id }) => id),
            securityGroupIds: [securityGroup.id],
            tags: { Name: `${prefix}-training-${key}-vep` },
            timeouts,
          }),
      ),
    ];
  }
}
