import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Construct } from "constructs";
import { at, fromHcl } from "../framework/hcl-addresses";
import type { Network } from "./network";

export interface EndpointsProps {
  readonly prefix: string;
  readonly region: string;
  readonly network: Network;
  readonly securityGroup: SecurityGroup;
}

/** A service by the last part of its name; `hcl` is the key that its endpoint had in the HCL, if it was another one. */
interface Service {
  readonly service: string;
  readonly hcl?: string;
}

/** Gateways: routes to the service's public addresses, without a charge. */
const gateways: Readonly<Record<string, Service>> = { s3: { service: "s3" }, dynamodb: { service: "dynamodb" } };

/** Interfaces: what ECS, the image registry, Session Manager and the log driver of a machine talk to. */
const interfaces: Readonly<Record<string, Service>> = {
  ec2messages: { service: "ec2messages" },
  "ecr-api": { service: "ecr.api", hcl: "ecr_api" },
  "ecr-dkr": { service: "ecr.dkr", hcl: "ecr_dkr" },
  ecs: { service: "ecs" },
  "ecs-agt": { service: "ecs-agent", hcl: "ecs_agt" },
  "ecs-tel": { service: "ecs-telemetry" },
  logs: { service: "logs" },
  ssm: { service: "ssm" },
  ssmmessages: { service: "ssmmessages" },
};

/** The ways out of the training VPC, all of them to AWS. */
export class Endpoints {
  readonly all: readonly VpcEndpoint[];

  constructor(scope: Construct, { prefix, region, network, securityGroup }: EndpointsProps) {
    const timeouts = { create: "10m", update: "10m", delete: "10m" };

    this.all = [
      ...Object.entries(gateways).map(([key, { service }]) =>
        fromHcl(
          new VpcEndpoint(scope, `endpoint_${key.replaceAll("-", "_")}`, {
            vpcId: network.vpc.id,
            vpcEndpointType: "Gateway",
            serviceName: `com.amazonaws.${region}.${service}`,
            routeTableIds: network.privateRouteTables.map(({ id }) => id),
            tags: { Name: `${prefix}-training-${key}-vep` },
            timeouts,
          }),
          `module.vpc_endpoints.aws_vpc_endpoint.this${at(key)}`,
        ),
      ),
      ...Object.entries(interfaces).map(([key, { service, hcl = key }]) =>
        fromHcl(
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
          `module.vpc_endpoints.aws_vpc_endpoint.this${at(hcl)}`,
        ),
      ),
    ];
  }
}
