import { imageArchitecture } from "../../../../diagnosis/rules/start/image-architecture";
import { imageMissing } from "../../../../diagnosis/rules/start/image-missing";
import { imageTagMissing } from "../../../../diagnosis/rules/start/image-tag-missing";
import { instanceProfileMissing } from "../../../../diagnosis/rules/start/instance-profile-missing";
import { linkedRoleMissing } from "../../../../diagnosis/rules/start/linked-role-missing";
import { logGroupMissing } from "../../../../diagnosis/rules/start/log-group-missing";
import { noHttpsOut } from "../../../../diagnosis/rules/start/no-https-out";
import { noRoute } from "../../../../diagnosis/rules/start/no-route";
import { parameterMissing } from "../../../../diagnosis/rules/start/parameter-missing";
import { privateDnsOff } from "../../../../diagnosis/rules/start/private-dns-off";
import { quotaBelow } from "../../../../diagnosis/rules/start/quota-below";
import { roleMissing } from "../../../../diagnosis/rules/start/role-missing";
import { roleWithoutEcr } from "../../../../diagnosis/rules/start/role-without-ecr";
import { roleWithoutLogs } from "../../../../diagnosis/rules/start/role-without-logs";
import { roleWithoutSecrets } from "../../../../diagnosis/rules/start/role-without-secrets";
import { secretMissing } from "../../../../diagnosis/rules/start/secret-missing";
import { securityGroupMissing } from "../../../../diagnosis/rules/start/security-group-missing";
import { subnetMissing } from "../../../../diagnosis/rules/start/subnet-missing";
import { ecrImageOf } from "../../../../aws/ecr-image";
import { ABSENT, there } from "../../../../diagnosis/seen";
import { describeRule, factsOf, networkOf, REGISTRY } from "../../facts";

const CANNOT = { verdict: "cannot-run" } as const;
const WOULD_FAIL = { verdict: "would-fail" } as const;
const net = (changes: Parameters<typeof networkOf>[0] = {}) => factsOf({ start: { network: networkOf(changes) } });
const table = (...Routes: object[]) =>
  there([{ RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [{ Main: true }], Routes }]);
const closed = { routeTables: table() };
const endpoint = (end: string, PrivateDnsEnabled = true) => ({
  VpcId: "vpc-1",
  ServiceName: `com.amazonaws.eu-west-1.${end}`,
  VpcEndpointId: `vpce-${end}`,
  VpcEndpointType: "Interface" as const,
  PrivateDnsEnabled,
});
const ENDS = ["ecs-agent", "ecs-telemetry", "ecs", "ecr.api", "ecr.dkr", "logs", "s3"];
const internet = { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" };

describeRule(subnetMissing, {
  compliance: [["it is there", net()]],
  noncompliance: [["it is not", net({ subnets: there([]) }), "subnet-1 of compute environment compute does not exist"]],
});
describeRule(
  noRoute,
  {
    compliance: [
      ["a NAT gateway leads out", net()],
      [
        "endpoints lead to all that a start takes",
        net({ ...closed, endpoints: there(ENDS.map((end) => endpoint(end))) }),
      ],
      [
        "an internet gateway leads out, with public addresses",
        net({ routeTables: table(internet), hasPublicAddress: true }),
      ],
      ["nobody could look at the endpoints", net({ ...closed, endpoints: { kind: "unseen" } })],
    ],
    noncompliance: [
      [
        "there is no way at all",
        net(closed),
        /^subnet subnet-1 has no way to Amazon ECS, Amazon ECR, Amazon S3 and CloudWatch Logs/,
      ],
      ["its machines have no public address", net({ routeTables: table(internet) }), /gets no public address$/],
      [
        "its route leads to what is gone",
        net({ routeTables: table({ ...internet, NatGatewayId: "nat-1", GatewayId: undefined, State: "blackhole" }) }),
        /no default route that works/,
      ],
      [
        "an endpoint is missing",
        net({ ...closed, endpoints: there(ENDS.slice(0, -1).map((end) => endpoint(end))) }),
        /^subnet subnet-1 has no way to Amazon S3:/,
      ],
    ],
  },
  CANNOT,
);
describeRule(
  privateDnsOff,
  {
    compliance: [["they have such names", net({ ...closed, endpoints: there(ENDS.map((end) => endpoint(end))) })]],
    noncompliance: [
      [
        "they have none",
        net({ ...closed, endpoints: there(ENDS.map((end) => endpoint(end, end !== "logs"))) }),
        /^the endpoints of vpc-1 for logs have no private DNS names/,
      ],
    ],
  },
  CANNOT,
);
describeRule(
  securityGroupMissing,
  {
    compliance: [["it is there", net()]],
    noncompliance: [
      ["it is not", net({ groups: there([]) }), "security group sg-1 of compute environment compute does not exist"],
    ],
  },
  CANNOT,
);
const egress = (...IpPermissionsEgress: object[]) => net({ groups: there([{ GroupId: "sg-1", IpPermissionsEgress }]) });
const all = [{ CidrIp: "0.0.0.0/0" }];
describeRule(
  noHttpsOut,
  {
    compliance: [
      ["all is let out", net()],
      ["443 is in a range that is let out", egress({ IpProtocol: "tcp", FromPort: 400, ToPort: 500, IpRanges: all })],
    ],
    noncompliance: [
      ["nothing is let out", egress(), "security group sg-1 lets nothing out to port 443"],
      ["another port is let out", egress({ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: all }), /443$/],
    ],
  },
  CANNOT,
);
const profile = (seen: ReturnType<typeof there<string[]>> | typeof ABSENT) =>
  factsOf({ start: { profile: seen, profileName: "arn:aws:iam::1:instance-profile/p" } });
describeRule(
  instanceProfileMissing,
  {
    compliance: [
      ["it has a role", profile(there(["r"]))],
      ["nobody has looked", factsOf()],
    ],
    noncompliance: [
      ["it does not exist", profile(ABSENT), "instance profile p does not exist"],
      ["it has no role", profile(there([])), "instance profile p has no role"],
    ],
  },
  CANNOT,
);
describeRule(
  linkedRoleMissing,
  {
    compliance: [
      ["it is there", factsOf({ start: { linkedRole: there(true) } })],
      ["nobody has looked", factsOf()],
    ],
    noncompliance: [["it is not", factsOf({ start: { linkedRole: ABSENT } }), /AWSServiceRoleForBatch/]],
  },
  CANNOT,
);
const compute = there(
  [
    {
      computeEnvironmentName: "compute",
      ecsClusterArn: "arn",
      computeResources: { type: "EC2" as const, maxvCpus: 16, subnets: [], instanceTypes: ["m5"] },
    },
  ].map((one) => ({ ...one, computeEnvironmentArn: "arn", type: "MANAGED" as const })),
);
const quota = (value: number) =>
  factsOf({ environments: compute, start: { quota: there({ name: "Standard", code: "L-1", service: "ec2", value }) } });
describeRule(quotaBelow, {
  compliance: [["it is as much as the environment may take", quota(16)]],
  noncompliance: [
    ["it is less than the job needs", quota(1), 'the account may have 1 vCPUs of "Standard", and the job needs 2'],
    ["it is less than the environment may take", quota(8), /fewer than maxvCpus of compute \(16\)$/],
  ],
});
const image = ecrImageOf(`${REGISTRY}/train:1`);
const known = (isThere: boolean, architectures?: string[]) =>
  factsOf({
    start: {
      image: image === undefined ? ABSENT : there({ image, isThere, architectures }),
      architectures: ["X86_64"],
    },
  });
describeRule(
  imageMissing,
  {
    compliance: [["its repository is there", known(false)]],
    noncompliance: [
      ["it is not", factsOf({ start: { image: ABSENT } }), /^there is no repository train in Amazon ECR/],
    ],
  },
  WOULD_FAIL,
);
describeRule(
  imageTagMissing,
  {
    compliance: [["it is there", known(true)]],
    noncompliance: [["it is not", known(false), /^repository train has no image 1: /]],
  },
  WOULD_FAIL,
);
describeRule(
  imageArchitecture,
  {
    compliance: [
      ["it is for the machines, too", known(true, ["arm64", "amd64"])],
      ["its manifest does not say it", known(true)],
    ],
    noncompliance: [
      ["it is for others only", known(true, ["arm64"]), "image train:1 is for arm64, and the machines are amd64"],
    ],
  },
  WOULD_FAIL,
);
const role = (...actions: string[]) =>
  factsOf({
    start: {
      roleArn: "arn:aws:iam::1:role/r",
      role: there({ denied: actions.map((action) => ({ action, resource: "*" })) }),
    },
  });
describeRule(
  roleMissing,
  {
    compliance: [["it is there", role()]],
    noncompliance: [
      [
        "it is not",
        factsOf({ start: { roleArn: "arn:aws:iam::1:role/r", role: ABSENT } }),
        "the role r does not exist",
      ],
    ],
  },
  WOULD_FAIL,
);
describeRule(
  roleWithoutEcr,
  {
    compliance: [["others are missing", role("logs:PutLogEvents")]],
    noncompliance: [
      ["one is missing", role("ecr:BatchGetImage"), "role r may not pull its image: it lacks ecr:BatchGetImage"],
    ],
  },
  WOULD_FAIL,
);
describeRule(
  roleWithoutLogs,
  {
    compliance: [["others are missing", role("ecr:BatchGetImage")]],
    noncompliance: [
      ["one is missing", role("logs:PutLogEvents"), "role r may not write its log: it lacks logs:PutLogEvents"],
    ],
  },
  WOULD_FAIL,
);
describeRule(
  roleWithoutSecrets,
  {
    compliance: [["others are missing", role("ecr:BatchGetImage")]],
    noncompliance: [
      ["one is missing", role("ssm:GetParameters"), "role r may not read its secrets: it lacks ssm:GetParameters"],
    ],
  },
  WOULD_FAIL,
);
describeRule(
  logGroupMissing,
  {
    compliance: [["it is there", factsOf({ start: { logGroupName: "/team", logGroup: there(true) } })]],
    noncompliance: [
      [
        "it is not",
        factsOf({ start: { logGroupName: "/team", logGroup: ABSENT } }),
        /^log group \/team does not exist/,
      ],
    ],
  },
  WOULD_FAIL,
);
const secret = (isSecret: boolean, seen: ReturnType<typeof there<{ deletedAt?: Date }>> | typeof ABSENT) =>
  factsOf({ start: { secrets: [{ name: "KEY", valueFrom: "/team/key", isSecret, seen }] } });
describeRule(
  secretMissing,
  {
    compliance: [
      ["it is there", secret(true, there({}))],
      ["a parameter is missing", secret(false, ABSENT)],
    ],
    noncompliance: [
      ["it does not exist", secret(true, ABSENT), "the secret of KEY does not exist: /team/key"],
      ["it was deleted", secret(true, there({ deletedAt: new Date(0) })), "the secret of KEY was deleted: /team/key"],
    ],
  },
  WOULD_FAIL,
);
describeRule(
  parameterMissing,
  {
    compliance: [
      ["it is there", secret(false, there({}))],
      ["a secret is missing", secret(true, ABSENT)],
    ],
    noncompliance: [["it is not", secret(false, ABSENT), "the parameter of KEY does not exist: /team/key"]],
  },
  WOULD_FAIL,
);
