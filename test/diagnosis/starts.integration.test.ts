/** What keeps a job from starting: each condition made with the SDK on the embedded AWS, and what the first line says of it. */
import * as Batch from "@aws-sdk/client-batch";
import * as Ec2 from "@aws-sdk/client-ec2";
import * as Ecr from "@aws-sdk/client-ecr";
import * as Iam from "@aws-sdk/client-iam";
import * as Logs from "@aws-sdk/client-cloudwatch-logs";
import * as Secrets from "@aws-sdk/client-secrets-manager";
import { diagnosisLines } from "../../cli/render/diagnosis-lines";
import { plainText } from "../../cli/render/style";
import { diagnoseJob, type Diagnosis, nowhere } from "../../diagnosis";
import { type Emulator, startEmulator } from "../../emulator";
import { until } from "../support/until";

jest.setTimeout(240_000);

const region = "eu-west-1";
const account = "123456789012";
const credentials = { accessKeyId: account, secretAccessKey: "test" };
const REGISTRY = `${account}.dkr.ecr.${region}.amazonaws.com`;
/** Of the G and VT instances only. */
const FEW = 2;

let emulator: Emulator;
let batch: Batch.BatchClient;
let ec2: Ec2.EC2Client;
let ecr: Ecr.ECRClient;
let iam: Iam.IAMClient;
let logs: Logs.CloudWatchLogsClient;
let secrets: Secrets.SecretsManagerClient;
let count = 0;
const fresh = (word: string) => `${word}-${(count += 1)}`;

const connection = () => ({
  region,
  variables: { AWS_ENDPOINT_URL: emulator.endpoint, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "test" },
});

const trust = (service: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });

async function role(service: string, ...actions: string[]): Promise<string> {
  const RoleName = fresh("role");
  const { Role } = await iam.send(new Iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }));
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  });
  await iam.send(new Iam.PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
  return Role?.Arn ?? "";
}

const WHOLE = ["ecr:*", "logs:*", "ecs:*", "secretsmanager:*", "ssm:*"];

interface Network {
  readonly subnet: string;
  readonly group: string;
  readonly vpc: string;
  readonly table: string;
}

/** A VPC of one subnet, which leads nowhere. */
async function network(): Promise<Network> {
  const { Vpc } = await ec2.send(new Ec2.CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const VpcId = Vpc?.VpcId ?? "";
  const { Subnet } = await ec2.send(new Ec2.CreateSubnetCommand({ VpcId, CidrBlock: "10.0.0.0/24" }));
  const { GroupId = "" } = await ec2.send(
    new Ec2.CreateSecurityGroupCommand({ VpcId, GroupName: fresh("group"), Description: "of a test" }),
  );
  const { RouteTables = [] } = await ec2.send(
    new Ec2.DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [VpcId] }] }),
  );
  return { subnet: Subnet?.SubnetId ?? "", group: GroupId, vpc: VpcId, table: RouteTables[0]?.RouteTableId ?? "" };
}

/** The same with a way out. */
async function openNetwork(isPublic = true): Promise<Network> {
  const made = await network();
  const { InternetGateway } = await ec2.send(new Ec2.CreateInternetGatewayCommand({}));
  const GatewayId = InternetGateway?.InternetGatewayId ?? "";
  await ec2.send(new Ec2.AttachInternetGatewayCommand({ InternetGatewayId: GatewayId, VpcId: made.vpc }));
  const route = { RouteTableId: made.table, DestinationCidrBlock: "0.0.0.0/0", GatewayId };
  await ec2.send(new Ec2.CreateRouteCommand(route));
  const assigns = { SubnetId: made.subnet, MapPublicIpOnLaunch: { Value: isPublic } };
  await ec2.send(new Ec2.ModifySubnetAttributeCommand(assigns));
  return made;
}

async function profile(hasRole = true): Promise<string> {
  const InstanceProfileName = fresh("profile");
  const { InstanceProfile } = await iam.send(new Iam.CreateInstanceProfileCommand({ InstanceProfileName }));
  if (hasRole) {
    const RoleName = (await role("ec2.amazonaws.com", ...WHOLE)).split("/").at(-1);
    await iam.send(new Iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
  }
  return InstanceProfile?.Arn ?? "";
}

async function valid(name: string): Promise<void> {
  await until(async () => {
    const asked = new Batch.DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] });
    return (await batch.send(asked)).computeEnvironments?.[0]?.status === "VALID";
  });
}

interface World {
  readonly net?: Network;
  readonly instanceRole?: string;
  readonly instanceTypes?: string[];
  readonly serviceRole?: string;
  /** Members of the container. */
  readonly container?: object;
  /** vCPUs that the environment may have. */
  readonly maxvCpus?: number;
}

/** Takes everything of the world of a job that can start, submits it where it waits for a license, and asks why. */
async function why(world: World): Promise<Diagnosis> {
  const { subnet, group } = world.net ?? open;
  const environment = fresh("ce");
  const computeResources = {
    type: "EC2" as const,
    maxvCpus: world.maxvCpus ?? 16,
    instanceTypes: world.instanceTypes ?? ["m5.large"],
    instanceRole: world.instanceRole ?? machine,
    subnets: [subnet],
    securityGroupIds: [group],
  };
  const { serviceRole } = world;
  await batch.send(
    new Batch.CreateComputeEnvironmentCommand({
      computeEnvironmentName: environment,
      type: "MANAGED",
      computeResources,
      ...(serviceRole === undefined ? {} : { serviceRole }),
    }),
  );
  await valid(environment);
  const jobQueue = fresh("queue");
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: environment }];
  await batch.send(new Batch.CreateJobQueueCommand({ jobQueueName: jobQueue, priority: 1, computeEnvironmentOrder }));
  await until(async () => {
    const { jobQueues = [] } = await batch.send(new Batch.DescribeJobQueuesCommand({ jobQueues: [jobQueue] }));
    return jobQueues[0]?.status === "VALID";
  });
  const resourceRequirements = [
    { type: "VCPU" as const, value: "2" },
    { type: "MEMORY" as const, value: "1024" },
  ];
  const { jobDefinitionArn: jobDefinition } = await batch.send(
    new Batch.RegisterJobDefinitionCommand({
      jobDefinitionName: fresh("definition"),
      type: "container",
      containerProperties: { image: IMAGE, executionRoleArn: execution, resourceRequirements, ...world.container },
    }),
  );
  // Nothing of what is wrong here keeps the embedded AWS from starting a job: it waits for something that others have.
  const consumableResourceList = [{ consumableResource: "license", quantity: 1 }];
  const { jobId = "" } = await batch.send(
    new Batch.SubmitJobCommand({
      jobName: "train-7",
      jobQueue,
      jobDefinition,
      consumableResourcePropertiesOverride: { consumableResourceList },
    }),
  );
  await until(async () => {
    const { jobs = [] } = await batch.send(new Batch.DescribeJobsCommand({ jobs: [jobId] }));
    return jobs[0]?.status === "RUNNABLE";
  });
  return diagnoseJob(connection(), nowhere, jobId);
}

const firstLine = (diagnosis: Diagnosis): string =>
  (diagnosisLines(diagnosis, 2000, plainText)[0] ?? "").replace(/ \([0-9a-f-]{36}\)/, "");

const IMAGE = `${REGISTRY}/train:1`;
let open: Network;
let machine: string;
let execution: string;

async function push(tag: string, ...architectures: string[]): Promise<void> {
  const manifests = architectures.map((architecture, index) => ({
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    digest: `sha256:${String(index).repeat(64)}`,
    size: 1,
    platform: { os: "linux", architecture },
  }));
  const mediaType = "application/vnd.oci.image.index.v1+json";
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, manifests, annotations: { tag } });
  await ecr.send(
    new Ecr.PutImageCommand({
      repositoryName: "train",
      imageTag: tag,
      imageManifest,
      imageManifestMediaType: mediaType,
    }),
  );
}

beforeAll(async () => {
  emulator = await startEmulator({ quotas: { "L-DB2E81BA": FEW } });
  const settings = { region, endpoint: emulator.endpoint, credentials };
  batch = new Batch.BatchClient(settings);
  ec2 = new Ec2.EC2Client(settings);
  ecr = new Ecr.ECRClient(settings);
  iam = new Iam.IAMClient(settings);
  logs = new Logs.CloudWatchLogsClient(settings);
  secrets = new Secrets.SecretsManagerClient(settings);
  open = await openNetwork();
  machine = await profile();
  execution = await role("ecs-tasks.amazonaws.com", ...WHOLE);
  await ecr.send(new Ecr.CreateRepositoryCommand({ repositoryName: "train" }));
  await push("1", "amd64", "arm64");
  await push("2", "arm64");
  // Somebody has the license, so that every job waits.
  const license = { consumableResourceName: "license", totalQuantity: 1, resourceType: "REPLENISHABLE" };
  await batch.send(new Batch.CreateConsumableResourceCommand(license));
  await hold();
});
afterAll(() => emulator.stop());

/** Has the license for as long as the tests take. */
async function hold(): Promise<void> {
  const { subnet, group } = open;
  const computeResources = {
    type: "EC2" as const,
    maxvCpus: 4,
    instanceTypes: ["m5.large"],
    instanceRole: machine,
    subnets: [subnet],
    securityGroupIds: [group],
  };
  const name = "holder";
  await batch.send(
    new Batch.CreateComputeEnvironmentCommand({ computeEnvironmentName: name, type: "MANAGED", computeResources }),
  );
  await valid(name);
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: name }];
  await batch.send(new Batch.CreateJobQueueCommand({ jobQueueName: name, priority: 1, computeEnvironmentOrder }));
  const resourceRequirements = [
    { type: "VCPU" as const, value: "1" },
    { type: "MEMORY" as const, value: "512" },
  ];
  const environment = [{ name: "DAPF_DURATION_SECONDS", value: "3600" }];
  const containerProperties = { image: "alpine", resourceRequirements, environment };
  await batch.send(
    new Batch.RegisterJobDefinitionCommand({ jobDefinitionName: name, type: "container", containerProperties }),
  );
  const consumableResourceList = [{ consumableResource: "license", quantity: 1 }];
  const consumableResourcePropertiesOverride = { consumableResourceList };
  const submission = { jobName: name, jobDefinition: name, consumableResourcePropertiesOverride };
  await until(async () => {
    const { jobQueues = [] } = await batch.send(new Batch.DescribeJobQueuesCommand({ jobQueues: [name] }));
    return jobQueues[0]?.status === "VALID";
  });
  const { jobId = "" } = await batch.send(new Batch.SubmitJobCommand({ ...submission, jobQueue: name }));
  await until(async () => {
    const { jobs = [] } = await batch.send(new Batch.DescribeJobsCommand({ jobs: [jobId] }));
    return jobs[0]?.status === "RUNNING";
  });
}

describe("a job that would not start", () => {
  it("is told to wait when nothing is wrong, with 12 calls at most", async () => {
    const diagnosis = await why({});
    expect(firstLine(diagnosis)).toBe("waits: it needs 1 of license, of which other jobs have 1 of 1");
    expect(diagnosis.calls).toBe(12);
    expect(diagnosis.notLookedAt).toEqual(["service-linked role: 12 calls were made already"]);
  });

  it.each<[string, RegExp, () => Promise<World>]>([
    [
      "a subnet that leads nowhere",
      /^cannot run: subnet subnet-\w+ has no way to Amazon ECS, Amazon ECR, Amazon S3 and CloudWatch Logs: /,
      async () => ({ net: await network() }),
    ],
    [
      "an internet gateway without public addresses",
      /^cannot run: subnet subnet-\w+ has no way to .*: its default route in rtb-\w+ is an internet gateway's/,
      async () => ({ net: await openNetwork(false) }),
    ],
    [
      "a subnet that is not there",
      /^cannot run: subnet-00000000 of compute environment ce-\d+ does not exist$/,
      () => Promise.resolve({ net: { ...open, subnet: "subnet-00000000" } }),
    ],
    [
      "a security group that is not there",
      /^cannot run: security group sg-00000000 of compute environment ce-\d+ does not exist$/,
      () => Promise.resolve({ net: { ...open, group: "sg-00000000" } }),
    ],
    [
      "endpoints without private DNS names",
      /^cannot run: the endpoints of vpc-\w+ for .* have no private DNS names/,
      async () => {
        const net = await network();
        for (const end of ["ecs-agent", "ecs-telemetry", "ecs", "ecr.api", "ecr.dkr", "logs"]) {
          await ec2.send(
            new Ec2.CreateVpcEndpointCommand({
              VpcId: net.vpc,
              ServiceName: `com.amazonaws.${region}.${end}`,
              VpcEndpointType: "Interface",
              SubnetIds: [net.subnet],
              PrivateDnsEnabled: false,
            }),
          );
        }
        const gateway = { VpcId: net.vpc, ServiceName: `com.amazonaws.${region}.s3`, RouteTableIds: [net.table] };
        await ec2.send(new Ec2.CreateVpcEndpointCommand({ ...gateway, VpcEndpointType: "Gateway" }));
        return { net };
      },
    ],
    [
      "a security group that lets nothing out",
      /^cannot run: security group sg-\w+ lets nothing out to port 443$/,
      async () => {
        const net = await openNetwork();
        const all = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
        await ec2.send(new Ec2.RevokeSecurityGroupEgressCommand({ GroupId: net.group, IpPermissions: all }));
        return { net };
      },
    ],
    [
      "an instance profile that is not there",
      /^cannot run: instance profile absent does not exist$/,
      () => Promise.resolve({ instanceRole: `arn:aws:iam::${account}:instance-profile/absent` }),
    ],
    [
      "an instance profile without a role",
      /^cannot run: instance profile profile-\d+ has no role$/,
      async () => ({ instanceRole: await profile(false) }),
    ],
    [
      "a quota of the account",
      /^cannot run: the account may have 2 vCPUs of "Running On-Demand G and VT instances", and the job needs 4$/,
      () => Promise.resolve({ instanceTypes: ["g4dn.xlarge"], container: { resourceRequirements: LARGE } }),
    ],
    [
      "a repository that is not there",
      /^would fail: there is no repository absent in Amazon ECR of 123456789012 in eu-west-1$/,
      () => Promise.resolve({ container: { image: `${REGISTRY}/absent:1` } }),
    ],
    [
      "a tag that is not there",
      /^would fail: repository train has no image 7: /,
      () => Promise.resolve({ container: { image: `${REGISTRY}/train:7` } }),
    ],
    [
      "an image of another architecture",
      /^would fail: image train:2 is for arm64, and the machines are amd64$/,
      () => Promise.resolve({ container: { image: `${REGISTRY}/train:2` } }),
    ],
    [
      "an execution role that may not pull",
      /^would fail: role role-\d+ may not pull its image: it lacks ecr:GetAuthorizationToken, /,
      async () => ({ container: { executionRoleArn: await role("ecs-tasks.amazonaws.com", "logs:*") } }),
    ],
    [
      "an execution role that may not log",
      /^would fail: role role-\d+ may not write its log: it lacks logs:CreateLogStream and logs:PutLogEvents$/,
      async () => ({ container: { executionRoleArn: await role("ecs-tasks.amazonaws.com", "ecr:*") } }),
    ],
    [
      "a log group that is not there",
      /^would fail: log group \/absent does not exist, /,
      () =>
        Promise.resolve({
          container: { logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/absent" } } },
        }),
    ],
    [
      "a secret that is not there",
      /^would fail: the secret of KEY does not exist: arn:aws:secretsmanager:/,
      () => Promise.resolve({ container: { secrets: [{ name: "KEY", valueFrom: secretArn("absent-AbCdEf") }] } }),
    ],
    [
      "a parameter that is not there",
      /^would fail: the parameter of KEY does not exist: \/team\/absent$/,
      () => Promise.resolve({ container: { secrets: [{ name: "KEY", valueFrom: "/team/absent" }] } }),
    ],
  ])("for %s says so first", async (_case, line, make) => {
    expect(firstLine(await why(await make()))).toMatch(line);
  });

  it("for a secret that was deleted says how to have it again", async () => {
    const { ARN: valueFrom = "" } = await secrets.send(
      new Secrets.CreateSecretCommand({ Name: "deleted", SecretString: "x" }),
    );
    await secrets.send(new Secrets.DeleteSecretCommand({ SecretId: valueFrom }));
    const diagnosis = await why({ container: { secrets: [{ name: "KEY", valueFrom }] } });
    expect(firstLine(diagnosis)).toMatch(/^would fail: the secret of KEY was deleted: /);
    expect(diagnosis.findings[0]?.todo[0]).toBe(`aws secretsmanager restore-secret --secret-id ${valueFrom}`);
  });

  it("is not told of a log group that is there", async () => {
    await logs.send(new Logs.CreateLogGroupCommand({ logGroupName: "/team" }));
    const logConfiguration = { logDriver: "awslogs", options: { "awslogs-group": "/team" } };
    expect(firstLine(await why({ container: { logConfiguration } }))).toMatch(/^waits: /);
  });

  it("for the lack of AWS Batch's own role says so first", async () => {
    const RoleName = "AWSServiceRoleForBatch";
    await iam.send(new Iam.GetRoleCommand({ RoleName }));
    // Of an image of another registry nothing is looked at, so that a call is left for this.
    const before = await why({ container: { image: "public.ecr.aws/train:1" } });
    expect(before.findings.map(({ rule }) => rule)).not.toContain("linked-role-missing");
    await iam.send(new Iam.DeleteServiceLinkedRoleCommand({ RoleName }));
    const [id = ""] = /[0-9a-f-]{36}/.exec(before.subject) ?? [];
    expect(firstLine(await diagnoseJob(connection(), nowhere, id))).toBe(
      "cannot run: the role AWSServiceRoleForBatch, with which AWS Batch starts machines, does not exist",
    );
  });
});

const LARGE = [
  { type: "VCPU", value: "4" },
  { type: "MEMORY", value: "1024" },
];
const secretArn = (name: string) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}`;
