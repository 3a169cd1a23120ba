import { arnOf, type Context, type HclResource, row, type Site } from "./row";

const vpc = "vpc-0aa00aa00aa00aa00";
const routeTables = ["a", "b", "c"].map((zone) => `rtb-00000000000000${zone}0`);
/** The private subnets of the training VPC, one in each of three zones. */
export const trainingSubnets = ["a", "b", "c"].map((zone) => `subnet-00000000000000${zone}0`);
const dhcp = "dopt-0dd00dd00dd00dd00";

export const securityGroupOf = (context: Context): string => `sg-00000000000000${context === "training" ? "10" : "20"}`;

/** Service of AWS by the key of its endpoint. */
const interfaces = {
  ec2messages: "ec2messages",
  ecr_api: "ecr.api",
  ecr_dkr: "ecr.dkr",
  ecs: "ecs",
  "ecs-tel": "ecs-telemetry",
  ecs_agt: "ecs-agent",
  logs: "logs",
  ssm: "ssm",
  ssmmessages: "ssmmessages",
} as const;

/** The VPC of training, and its endpoints. */
export function vpcRows(site: Site): HclResource[] {
  const { prefix: P } = site;
  const at = "module.batch_training.module.vpc";
  const name = `${P}-training-vpc`;
  const ec2 = (kind: string, id: string) => ({ id, arn: arnOf(site, "ec2", `${kind}/${id}`) });
  const everything = [
    { action: "allow", rule_no: 101, protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_block: "::/0" },
    { action: "allow", rule_no: 100, protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" },
  ].map((rule) => ({ cidr_block: "", ipv6_cidr_block: "", icmp_code: null, icmp_type: null, ...rule }));
  const ofDefault = { tags: { Name: `${name}-default` } };
  return [
    row(
      `${at}.aws_vpc.this[0]`,
      {
        cidr_block: "172.30.0.0/16",
        enable_dns_hostnames: true,
        enable_dns_support: true,
        instance_tenancy: "default",
        tags: { Name: name },
      },
      {
        ...ec2("vpc", vpc),
        default_network_acl_id: "acl-00000000000000001",
        default_route_table_id: "rtb-00000000000000001",
        default_security_group_id: "sg-00000000000000001",
      },
    ),
    row(
      `${at}.aws_vpc_dhcp_options.this[0]`,
      { domain_name_servers: ["AmazonProvidedDNS"], tags: { Name: name } },
      { id: dhcp },
    ),
    row(
      `${at}.aws_vpc_dhcp_options_association.this[0]`,
      {},
      { id: `${dhcp}-${vpc}`, dhcp_options_id: dhcp, vpc_id: vpc },
    ),
    row(
      `${at}.aws_default_network_acl.this[0]`,
      { ...ofDefault, egress: everything, ingress: everything },
      {
        ...ec2("network-acl", "acl-00000000000000001"),
        default_network_acl_id: "acl-00000000000000001",
        vpc_id: vpc,
        subnet_ids: trainingSubnets,
      },
    ),
    row(
      `${at}.aws_default_route_table.default[0]`,
      { ...ofDefault, timeouts: { create: "5m", update: "5m" } },
      {
        ...ec2("route-table", "rtb-00000000000000001"),
        default_route_table_id: "rtb-00000000000000001",
        vpc_id: vpc,
        route: [],
      },
    ),
    row(`${at}.aws_default_security_group.this[0]`, ofDefault, {
      ...ec2("security-group", "sg-00000000000000001"),
      vpc_id: vpc,
      ingress: [],
      egress: [],
      revoke_rules_on_delete: false,
    }),
    ...trainingSubnets.flatMap((subnet, index) => {
      const table = routeTables[index] ?? "";
      const tags = { Name: `${P}-training-private` };
      return [
        row(
          `${at}.aws_subnet.private[${String(index)}]`,
          {
            availability_zone: `${site.region}${"abc".charAt(index)}`,
            cidr_block: `172.30.${String(index * 64)}.0/18`,
            tags,
            assign_ipv6_address_on_creation: false,
            enable_dns64: false,
            enable_resource_name_dns_a_record_on_launch: false,
            enable_resource_name_dns_aaaa_record_on_launch: false,
            ipv6_native: false,
            map_public_ip_on_launch: false,
          },
          { ...ec2("subnet", subnet), vpc_id: vpc },
        ),
        row(`${at}.aws_route_table.private[${String(index)}]`, { tags }, { ...ec2("route-table", table), vpc_id: vpc }),
        row(
          `${at}.aws_route_table_association.private[${String(index)}]`,
          {},
          { id: `rtbassoc-${String(index)}`, route_table_id: table, subnet_id: subnet },
        ),
      ];
    }),
    ...Object.entries(interfaces).map(([key, service]) =>
      endpoint(site, key, service, {
        kind: "Interface",
        known: { private_dns_enabled: true },
        computed: { subnet_ids: trainingSubnets, security_group_ids: [securityGroupOf("training")] },
      }),
    ),
    ...["dynamodb", "s3"].map((service) =>
      endpoint(site, service, service, { kind: "Gateway", known: {}, computed: { route_table_ids: routeTables } }),
    ),
  ];
}

interface Endpoint {
  readonly kind: "Interface" | "Gateway";
  readonly known: object;
  readonly computed: object;
}

function endpoint(site: Site, key: string, service: string, { kind, known, computed }: Endpoint): HclResource {
  return row(
    `module.batch_training.module.vpc_endpoints.aws_vpc_endpoint.this["${key}"]`,
    {
      service_name: `com.amazonaws.${site.region}.${service}`,
      vpc_endpoint_type: kind,
      tags: { Name: `${site.prefix}-training-${key.replaceAll("_", "-")}-vep` },
      timeouts: { create: "10m", update: "10m", delete: "10m" },
      ...known,
    },
    { id: `vpce-${key}`, vpc_id: vpc, ...computed },
  );
}

/** The security group of a context: everything among its members, and HTTPS out. */
export function securityGroupRows(site: Site, context: Context): HclResource[] {
  const at = `module.batch_${context}.module.vpc_endpoint_security_group`;
  const name = `${site.prefix}-${context}-vep-sg`;
  const id = securityGroupOf(context);
  const rule = (address: string, values: object, description: string) =>
    row(
      `${at}.aws_security_group_rule.${address}`,
      { ...values, description },
      { id: `sgrule-${context}-${address}`, security_group_id: id },
    );
  const https = { from_port: 443, to_port: 443, protocol: "tcp" };
  const all = { from_port: -1, to_port: -1, protocol: "-1" };
  return [
    row(
      `${at}.aws_security_group.this_name_prefix[0]`,
      {
        name_prefix: `${name}-`,
        description: "Security group for VPC endpoints",
        revoke_rules_on_delete: false,
        tags: { Name: name },
        timeouts: { create: "10m", delete: "15m" },
      },
      {
        id,
        name: `${name}-20260102030405`,
        arn: arnOf(site, "ec2", `security-group/${id}`),
        vpc_id: context === "training" ? vpc : site.settings.inferencing.batch_vpc.vpc_id,
      },
    ),
    rule(
      "egress_rules[0]",
      { ...https, type: "egress", self: false, cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: ["::/0"] },
      "HTTPS",
    ),
    rule("ingress_with_self[0]", { ...all, type: "ingress", self: true }, "Ingress Rule"),
    rule("ingress_with_self[1]", { ...https, type: "ingress", self: true }, "Container to VPC endpoint service"),
  ];
}
