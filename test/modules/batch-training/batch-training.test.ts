import { batchRepository, resource, synthesizeBatch } from "../batch-construct/support";

const { training } = synthesizeBatch(batchRepository());

describe("the VPC of training", () => {
  test("has a private subnet in each of three zones, with a route table each", () => {
    const subnets = Object.values(training.resource?.aws_subnet ?? {});

    expect(resource(training, "aws_vpc", "vpc")).toMatchObject({
      cidr_block: "172.30.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
      tags: { Name: "churn-dev-euwest1-training-vpc" },
    });
    expect(subnets.map(({ cidr_block, availability_zone }) => [cidr_block, availability_zone])).toEqual([
      ["172.30.0.0/18", "${element(data.aws_availability_zones.available.names, 0)}"],
      ["172.30.64.0/18", "${element(data.aws_availability_zones.available.names, 1)}"],
      ["172.30.128.0/18", "${element(data.aws_availability_zones.available.names, 2)}"],
    ]);
    expect(Object.keys(training.resource?.aws_route_table_association ?? {})).toHaveLength(3);
  });

  test("is in no Local Zone, which an account has to ask for", () => {
    expect(training.data?.aws_availability_zones?.available).toMatchObject({
      state: "available",
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
  });

  test("keeps its subnets where they are when AWS opens a zone", () => {
    for (const subnet of Object.values(training.resource?.aws_subnet ?? {})) {
      expect(subnet.lifecycle).toEqual({ ignore_changes: ["availability_zone"] });
    }
  });

  test("has no way to the internet", () => {
    const types = Object.keys(training.resource ?? {});

    expect(types.filter((type) => /internet_gateway|nat_gateway|eip|aws_route$|peering|transit/.test(type))).toEqual(
      [],
    );
    for (const table of Object.values(training.resource?.aws_route_table ?? {}))
      expect(table).not.toHaveProperty("route");
  });

  test("allows nothing by its default security group and route table", () => {
    expect(resource(training, "aws_default_security_group", "vpc_default_security_group")).toMatchObject({
      ingress: [],
      egress: [],
    });
    expect(resource(training, "aws_default_route_table", "vpc_default_route_table").route).toEqual([]);
  });

  test("lets HTTPS out and its answers in, besides what stays inside", () => {
    const acl = resource(training, "aws_default_network_acl", "vpc_default_network_acl");
    const rules = (direction: string) =>
      (acl[direction] as Record<string, unknown>[]).map((rule) => [
        rule.action,
        rule.protocol,
        rule.cidr_block,
        rule.from_port,
        rule.to_port,
      ]);

    expect(rules("egress")).toEqual([
      ["allow", "-1", "172.30.0.0/16", 0, 0],
      ["allow", "tcp", "0.0.0.0/0", 443, 443],
    ]);
    expect(rules("ingress")).toEqual([
      ["allow", "-1", "172.30.0.0/16", 0, 0],
      ["allow", "tcp", "0.0.0.0/0", 1024, 65535],
    ]);
  });
});

describe("the endpoints", () => {
  const endpoints = Object.values(training.resource?.aws_vpc_endpoint ?? {});
  const services = (type: string) =>
    endpoints.filter((endpoint) => endpoint.vpc_endpoint_type === type).map(({ service_name }) => service_name);

  test("are gateways for S3 and DynamoDB, in every route table", () => {
    expect(services("Gateway")).toEqual(["com.amazonaws.eu-west-1.s3", "com.amazonaws.eu-west-1.dynamodb"]);
    for (const endpoint of endpoints.filter(({ vpc_endpoint_type }) => vpc_endpoint_type === "Gateway")) {
      expect(endpoint.route_table_ids).toHaveLength(3);
    }
  });

  test("are private interfaces for what a machine talks to, in every subnet and the one security group", () => {
    expect(services("Interface")).toEqual(
      ["ec2messages", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "logs", "ssm", "ssmmessages"].map(
        (service) => `com.amazonaws.eu-west-1.${service}`,
      ),
    );
    for (const endpoint of endpoints.filter(({ vpc_endpoint_type }) => vpc_endpoint_type === "Interface")) {
      expect(endpoint).toMatchObject({
        private_dns_enabled: true,
        security_group_ids: ["${aws_security_group.security_group.id}"],
      });
      expect(endpoint.subnet_ids).toHaveLength(3);
    }
  });

  test("carry the names that the HCL gave them", () => {
    expect(endpoints.map(({ tags }) => (tags as { Name: string }).Name).sort()).toEqual(
      [
        "dynamodb",
        "ec2messages",
        "ecr-api",
        "ecr-dkr",
        "ecs-agt",
        "ecs-tel",
        "ecs",
        "logs",
        "s3",
        "ssm",
        "ssmmessages",
      ].map((key) => `churn-dev-euwest1-training-${key}-vep`),
    );
  });
});

test("the security group lets in only itself, and out only HTTPS", () => {
  const rules = Object.values(training.resource?.aws_security_group_rule ?? {});

  expect(
    rules.map(({ type, protocol, from_port, to_port, self }) => [type, protocol, from_port, to_port, self]),
  ).toEqual([
    ["egress", "tcp", 443, 443, undefined],
    ["ingress", "-1", -1, -1, true],
    ["ingress", "tcp", 443, 443, true],
  ]);
});

test("the parameters of the approved model are there, their values are the approval's", () => {
  for (const name of ["winner_algorithm", "approved_model_prefix_path"]) {
    expect(resource(training, "aws_ssm_parameter", name)).toMatchObject({
      name: `/churn-dev-euwest1-dapf-ssm/training/${name}`,
      insecure_value: "default",
      lifecycle: { ignore_changes: ["insecure_value"] },
    });
  }
});
