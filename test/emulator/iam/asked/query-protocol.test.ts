/** Calls of services with the query protocol. */
import { ACCOUNT, REGION, form, short } from "./asking";

const HERE = `${REGION}:${ACCOUNT}`;

type Row = readonly [request: string, members: Readonly<Record<string, string>>, asked: readonly string[]];

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Identity and Access Management". */
const AWS_IDENTITY_AND_ACCESS_MANAGEMENT: readonly Row[] = [
  [
    "CreateRole",
    {
      RoleName: "r",
      Path: "/x/",
      PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/b`,
      "Tags.member.1.Key": "a",
      "Tags.member.1.Value": "1",
    },
    ["iam:CreateRole role/x/r", "iam:TagRole role/x/r"],
  ],
  ["GetRole", { RoleName: "r" }, ["iam:GetRole role/x/r"]],
  [
    "AttachRolePolicy",
    { RoleName: "r", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    ["iam:AttachRolePolicy role/x/r"],
  ],
  ["PutRolePolicy", { RoleName: "r", PolicyName: "p" }, ["iam:PutRolePolicy role/x/r"]],
  ["CreatePolicy", { PolicyName: "p" }, ["iam:CreatePolicy policy/p"]],
  ["GetPolicy", { PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/x/p` }, ["iam:GetPolicy policy/x/p"]],
  ["CreateInstanceProfile", { InstanceProfileName: "i" }, ["iam:CreateInstanceProfile instance-profile/i"]],
  [
    "AddRoleToInstanceProfile",
    { InstanceProfileName: "i", RoleName: "r" },
    ["iam:AddRoleToInstanceProfile instance-profile/i", "iam:PassRole role/x/r"],
  ],
  ["GetUser", {}, ["iam:GetUser user/*"]],
  ["ListRoles", {}, ["iam:ListRoles *"]],
  [
    "CreateServiceLinkedRole",
    { AWSServiceName: "batch.amazonaws.com" },
    ["iam:CreateServiceLinkedRole role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"],
  ],
  [
    "CreateOpenIDConnectProvider",
    { Url: "https://token.example.com/x" },
    ["iam:CreateOpenIDConnectProvider oidc-provider/token.example.com/x"],
  ],
  ["CreateAccessKey", { UserName: "u" }, ["iam:CreateAccessKey user/u"]],
  ["AddUserToGroup", { UserName: "u", GroupName: "g" }, ["iam:AddUserToGroup group/g"]],
  [
    "SimulatePrincipalPolicy",
    { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:role/r` },
    ["iam:SimulatePrincipalPolicy role/r"],
  ],
  ["TagRole", { RoleName: "r", "Tags.member.1.Key": "a", "Tags.member.1.Value": "1" }, ["iam:TagRole role/x/r"]],
  ["ListAttachedRolePolicies", { RoleName: "r" }, ["iam:ListAttachedRolePolicies role/x/r"]],
  ["DeleteRole", { RoleName: "r" }, ["iam:DeleteRole role/x/r"]],
  ["CreateUser", { UserName: "u" }, ["iam:CreateUser user/u"]],
];

const AWS_IDENTITY_AND_ACCESS_MANAGEMENT_WORLD = { arns: { "iam:role r": `arn:aws:iam::${ACCOUNT}:role/x/r` } };

describe("calls of AWS Identity and Access Management", () => {
  it.each(AWS_IDENTITY_AND_ACCESS_MANAGEMENT)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await form("iam", request, members, AWS_IDENTITY_AND_ACCESS_MANAGEMENT_WORLD))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon SNS". */
const AMAZON_SNS: readonly Row[] = [
  ["Publish", { TopicArn: `arn:aws:sns:${HERE}:t` }, ["sns:Publish t"]],
  ["PublishBatch", { TopicArn: `arn:aws:sns:${HERE}:t` }, ["sns:Publish t"]],
  [
    "Subscribe",
    { TopicArn: `arn:aws:sns:${HERE}:t`, Protocol: "sqs", Endpoint: `arn:aws:sqs:${HERE}:q` },
    ["sns:Subscribe t"],
  ],
  ["Unsubscribe", { SubscriptionArn: `arn:aws:sns:${HERE}:t:1-2` }, ["sns:Unsubscribe t"]],
  [
    "CreateTopic",
    { Name: "t", "Tags.member.1.Key": "a", "Tags.member.1.Value": "1" },
    ["sns:CreateTopic t", "sns:TagResource t"],
  ],
  ["ListTopics", {}, ["sns:ListTopics *"]],
  ["GetTopicAttributes", { TopicArn: `arn:aws:sns:${HERE}:t` }, ["sns:GetTopicAttributes t"]],
  ["ListTagsForResource", { ResourceArn: `arn:aws:sns:${HERE}:t` }, ["sns:ListTagsForResource t"]],
  ["ConfirmSubscription", { TopicArn: `arn:aws:sns:${HERE}:t` }, ["sns:ConfirmSubscription t"]],
];

describe("calls of Amazon SNS", () => {
  it.each(AMAZON_SNS)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await form("sns", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2". */
const AMAZON_EC2: readonly Row[] = [
  ["DescribeInstances", {}, ["ec2:DescribeInstances *"]],
  [
    "RunInstances",
    {
      ImageId: "ami-1",
      SubnetId: "subnet-1",
      MinCount: "1",
      "IamInstanceProfile.Name": "p",
      "TagSpecification.1.ResourceType": "instance",
      "TagSpecification.1.Tag.1.Key": "a",
      "TagSpecification.1.Tag.1.Value": "1",
      "SecurityGroupId.1": "sg-12",
    },
    [
      "ec2:RunInstances arn:aws:ec2:eu-central-1::image/ami-1",
      "ec2:RunInstances security-group/sg-12",
      "ec2:RunInstances subnet/subnet-1",
      "ec2:RunInstances instance/*",
      "ec2:RunInstances network-interface/*",
      "ec2:CreateTags instance/*",
      "iam:PassRole role/*",
    ],
  ],
  [
    "CreateSecurityGroup",
    { GroupName: "g", VpcId: "vpc-1" },
    ["ec2:CreateSecurityGroup vpc/vpc-1", "ec2:CreateSecurityGroup security-group/*"],
  ],
  ["AuthorizeSecurityGroupIngress", { GroupId: "sg-12" }, ["ec2:AuthorizeSecurityGroupIngress security-group/sg-12"]],
  ["CreateTags", { "ResourceId.1": "vpc-1", "Tag.1.Key": "a", "Tag.1.Value": "1" }, ["ec2:CreateTags vpc/vpc-1"]],
  [
    "CreateTags",
    { "ResourceId.1": "dopt-1", "Tag.1.Key": "a", "Tag.1.Value": "1" },
    ["ec2:CreateTags dhcp-options/dopt-1"],
  ],
  ["TerminateInstances", { "InstanceId.1": "i-1" }, ["ec2:TerminateInstances instance/i-1"]],
  ["CreateVpc", { CidrBlock: "x" }, ["ec2:CreateVpc vpc/*"]],
  [
    "AttachInternetGateway",
    { InternetGatewayId: "igw-1", VpcId: "vpc-1" },
    ["ec2:AttachInternetGateway internet-gateway/igw-1", "ec2:AttachInternetGateway vpc/vpc-1"],
  ],
  ["DeleteVpc", { VpcId: "vpc-1" }, ["ec2:DeleteVpc vpc/vpc-1"]],
  [
    "CreateVpcEndpoint",
    { VpcId: "vpc-1", "RouteTableId.1": "rtb-1" },
    [
      "ec2:CreateVpcEndpoint route-table/rtb-1",
      "ec2:CreateVpcEndpoint vpc/vpc-1",
      "ec2:CreateVpcEndpoint vpc-endpoint/*",
    ],
  ],
  ["CreateLaunchTemplate", { LaunchTemplateName: "l" }, ["ec2:CreateLaunchTemplate launch-template/*"]],
];

describe("calls of Amazon EC2", () => {
  it("about an association ask for the route table that it is of", async () => {
    const table = `arn:aws:ec2:${REGION}:${ACCOUNT}:route-table/rtb-1`;
    const world = { arns: { "ec2:route-table-of-association rtbassoc-1": table } };
    const asked = async (request: string, members: Readonly<Record<string, string>>) =>
      short(await form("ec2", request, { AssociationId: "rtbassoc-1", ...members }, world));

    expect(await asked("DisassociateRouteTable", {})).toEqual(["ec2:DisassociateRouteTable route-table/rtb-1"]);
    expect(await asked("ReplaceRouteTableAssociation", { RouteTableId: "rtb-2" })).toEqual([
      "ec2:ReplaceRouteTableAssociation route-table/rtb-1",
      "ec2:ReplaceRouteTableAssociation route-table/rtb-2",
    ]);
  });

  it.each(AMAZON_EC2)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await form("ec2", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Security Token Service". */
const AWS_SECURITY_TOKEN_SERVICE: readonly Row[] = [
  ["GetCallerIdentity", {}, []],
  ["GetSessionToken", {}, []],
  [
    "AssumeRole",
    {
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
      RoleSessionName: "s",
      ExternalId: "e",
      "Tags.member.1.Key": "a",
      "Tags.member.1.Value": "1",
      SourceIdentity: "me",
    },
    ["sts:AssumeRole role/r", "sts:TagSession role/r", "sts:SetSourceIdentity role/r"],
  ],
  ["DecodeAuthorizationMessage", {}, ["sts:DecodeAuthorizationMessage *"]],
];

describe("calls of AWS Security Token Service", () => {
  it.each(AWS_SECURITY_TOKEN_SERVICE)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await form("sts", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS CloudFormation". */
const AWS_CLOUDFORMATION: readonly Row[] = [
  [
    "CreateStack",
    { StackName: "s", RoleARN: `arn:aws:iam::${ACCOUNT}:role/r` },
    ["cloudformation:CreateStack stack/s/*", "iam:PassRole role/r"],
  ],
  ["DescribeStacks", { StackName: "live" }, ["cloudformation:DescribeStacks stack/live/1-2"]],
  ["DescribeType", { TypeName: "AWS::Batch::JobQueue" }, ["cloudformation:DescribeType *"]],
  ["ListStacks", {}, ["cloudformation:ListStacks *"]],
];

const AWS_CLOUDFORMATION_WORLD = {
  arns: { "cloudformation:stack live": `arn:aws:cloudformation:${HERE}:stack/live/1-2` },
};

describe("calls of AWS CloudFormation", () => {
  it.each(AWS_CLOUDFORMATION)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await form("cloudformation", request, members, AWS_CLOUDFORMATION_WORLD))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch". */
const AMAZON_CLOUDWATCH: readonly Row[] = [
  ["PutMetricData", { Namespace: "n" }, ["cloudwatch:PutMetricData *"]],
  ["PutMetricAlarm", { AlarmName: "a" }, ["cloudwatch:PutMetricAlarm alarm:a"]],
  ["DescribeAlarms", {}, ["cloudwatch:DescribeAlarms alarm:*"]],
  ["DescribeAlarms", { "AlarmNames.member.1": "a" }, ["cloudwatch:DescribeAlarms alarm:a"]],
  ["TagResource", { ResourceARN: `arn:aws:cloudwatch:${HERE}:alarm:a` }, ["cloudwatch:TagResource alarm:a"]],
];

describe("calls of Amazon CloudWatch", () => {
  it.each(AMAZON_CLOUDWATCH)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await form("monitoring", request, members))).toEqual(asked);
  });
});
