import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcDhcpOptions } from "@cdktf/provider-aws/lib/vpc-dhcp-options";
import { VpcDhcpOptionsAssociation } from "@cdktf/provider-aws/lib/vpc-dhcp-options-association";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { fromHcl } from "../framework/hcl-addresses";

export interface NetworkProps {
  readonly prefix: string;
}

/** Three quarters of the VPC, one a zone; the fourth is left for what may come. */
const subnetBlocks = ["172.30.0.0/18", "172.30.64.0/18", "172.30.128.0/18"];
const vpcBlock = "172.30.0.0/16";
const anywhere = "0.0.0.0/0";

/** The VPC of the training jobs: private subnets without a way to the internet. They reach AWS through endpoints. */
export class Network {
  readonly vpc: Vpc;
  readonly privateSubnets: readonly Subnet[];
  readonly privateRouteTables: readonly RouteTable[];

  constructor(scope: Construct, { prefix }: NetworkProps) {
    const name = `${prefix}-training-vpc`;

    this.vpc = new Vpc(scope, "vpc", {
      cidrBlock: vpcBlock,
      enableDnsSupport: true,
      // The private names of the interface endpoints resolve only with it.
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    fromHcl(this.vpc, "module.vpc.aws_vpc.this[0]");
    const dhcp = new VpcDhcpOptions(this.vpc, "dhcp_options", {
      domainNameServers: ["AmazonProvidedDNS"],
      tags: { Name: name },
    });
    fromHcl(dhcp, "module.vpc.aws_vpc_dhcp_options.this[0]");
    const dhcpAssociation = new VpcDhcpOptionsAssociation(dhcp, "association", {
      vpcId: this.vpc.id,
      dhcpOptionsId: dhcp.id,
    });
    fromHcl(dhcpAssociation, "module.vpc.aws_vpc_dhcp_options_association.this[0]");

    const zones = new DataAwsAvailabilityZones(scope, "available", {
      state: "available",
      // No Local Zones and Wavelength Zones, which an account can opt in to, and which lack most of the endpoints: EC2 API
      // Reference, DescribeAvailabilityZones, "opt-in-status".
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
    const subnets = subnetBlocks.map((cidrBlock, index) => {
      const subnet = new Subnet(scope, `private_${index}`, {
        vpcId: this.vpc.id,
        cidrBlock,
        // `element` starts over in a region with fewer than three zones.
        availabilityZone: Fn.element(zones.names, index),
        tags: { Name: `${prefix}-training-private` },
        // A zone that AWS opens must not move a subnet with machines in it.
        lifecycle: { ignoreChanges: ["availability_zone"] },
      });
      fromHcl(subnet, `module.vpc.aws_subnet.private[${String(index)}]`);
      const routes = new RouteTable(subnet, "routes", {
        vpcId: this.vpc.id,
        tags: { Name: `${prefix}-training-private` },
      });
      fromHcl(routes, `module.vpc.aws_route_table.private[${String(index)}]`);
      const association = new RouteTableAssociation(routes, "association", {
        subnetId: subnet.id,
        routeTableId: routes.id,
      });
      fromHcl(association, `module.vpc.aws_route_table_association.private[${String(index)}]`);
      return { subnet, routes };
    });
    this.privateSubnets = subnets.map(({ subnet }) => subnet);
    this.privateRouteTables = subnets.map(({ routes }) => routes);

    this.lockDefaults(`${name}-default`);
  }

  /** AWS makes three defaults with every VPC. They are as open as can be until Terraform takes them over. */
  private lockDefaults(name: string): void {
    const group = new DefaultSecurityGroup(this.vpc, "default_security_group", {
      vpcId: this.vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: name },
    });

    fromHcl(group, "module.vpc.aws_default_security_group.this[0]");

    const routes = new DefaultRouteTable(this.vpc, "default_route_table", {
      defaultRouteTableId: this.vpc.defaultRouteTableId,
      route: [],
      tags: { Name: name },
      timeouts: { create: "5m", update: "5m" },
    });
    fromHcl(routes, "module.vpc.aws_default_route_table.default[0]");

    // The private subnets are under this list. Endpoints are inside the VPC, except for those of S3 and DynamoDB, which
    // are routes to public addresses: hence HTTPS out, and its answers in. The HCL allowed everything both ways.
    const rule = { action: "allow", fromPort: 0, toPort: 0 };
    const acl = new DefaultNetworkAcl(this.vpc, "default_network_acl", {
      defaultNetworkAclId: this.vpc.defaultNetworkAclId,
      egress: [
        { ...rule, ruleNo: 100, protocol: "-1", cidrBlock: vpcBlock },
        { ...rule, ruleNo: 110, protocol: "tcp", cidrBlock: anywhere, fromPort: 443, toPort: 443 },
      ],
      ingress: [
        { ...rule, ruleNo: 100, protocol: "-1", cidrBlock: vpcBlock },
        { ...rule, ruleNo: 110, protocol: "tcp", cidrBlock: anywhere, fromPort: 1024, toPort: 65535 },
      ],
      tags: { Name: name },
      // Subnets without a list of their own come and go by themselves.
      lifecycle: { ignoreChanges: ["subnet_ids"] },
    });
    fromHcl(acl, "module.vpc.aws_default_network_acl.this[0]");
  }
}
