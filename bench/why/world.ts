/** Jobs that wait on an embedded AWS: behind others, and for nothing but a license, with all that there is to look at. */
import * as Batch from "@aws-sdk/client-batch";
import * as Ec2 from "@aws-sdk/client-ec2";
import * as Ecr from "@aws-sdk/client-ecr";
import * as Iam from "@aws-sdk/client-iam";
import { payload } from "../../test/emulator/batch/jobs/service/training-account";
import { until } from "../../test/support/until";

export const ACCOUNT = "123456789012";
export const REGION = "eu-west-1";
const LONG = 3600;
const G5 = "ml.g5.xlarge";

export interface Waiting {
  /** A container job behind another one. */
  readonly behind: string;
  /** A container job that is next in a queue where nothing runs: everything is looked at. */
  readonly next: string;
  /** A training job behind another one. */
  readonly training: string;
}

/** @returns ids of jobs */
export async function makeWaiting(endpoint: string): Promise<Waiting> {
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: "test" };
  const settings = { region: REGION, endpoint, credentials };
  const batch = new Batch.Batch(settings);
  const network = await closedNetwork(new Ec2.EC2(settings));
  const roles = await rolesOf(new Iam.IAM(settings));
  await pushImage(new Ecr.ECR(settings));
  const license = { consumableResourceName: "license", totalQuantity: 1, resourceType: "REPLENISHABLE" };
  await batch.createConsumableResource(license);
  await define(batch, roles.execution);
  for (const name of ["busy", "idle"]) await queueOf(batch, name, { ...network, instanceRole: roles.profile });
  const busy = { jobQueue: "busy", jobDefinition: "train", timeout: { attemptDurationSeconds: 2 * LONG } };
  const holder = await batch.submitJob({ ...busy, jobName: "holder", ...needsLicense });
  await untilStatus(batch, holder.jobId, "RUNNING");
  await batch.submitJob({ ...busy, jobName: "before" });
  const behind = await batch.submitJob({ ...busy, jobName: "behind" });
  const next = await batch.submitJob({ ...busy, jobQueue: "idle", jobName: "next", ...needsLicense });
  for (const { jobId } of [behind, next]) await untilStatus(batch, jobId, "RUNNABLE");
  return { behind: behind.jobId ?? "", next: next.jobId ?? "", training: await trainingOf(batch) };
}

const needsLicense = {
  consumableResourcePropertiesOverride: { consumableResourceList: [{ consumableResource: "license", quantity: 1 }] },
};

/** A subnet without a way out, so that endpoints are asked for, too; all that a start takes has one. */
async function closedNetwork(ec2: Ec2.EC2): Promise<{ subnets: string[]; securityGroupIds: string[] }> {
  const { Vpc: { VpcId } = {} } = await ec2.createVpc({ CidrBlock: "10.0.0.0/16" });
  const { Subnet: { SubnetId = "" } = {} } = await ec2.createSubnet({ VpcId, CidrBlock: "10.0.0.0/24" });
  const group = { VpcId, GroupName: "machines", Description: "of the benchmark" };
  const { GroupId = "" } = await ec2.createSecurityGroup(group);
  for (const end of ["ecs-agent", "ecs-telemetry", "ecs", "ecr.api", "ecr.dkr", "logs", "s3"]) {
    await ec2.createVpcEndpoint({
      VpcId,
      VpcEndpointType: "Interface",
      PrivateDnsEnabled: true,
      SubnetIds: [SubnetId],
      ServiceName: `com.amazonaws.${REGION}.${end}`,
    });
  }
  return { subnets: [SubnetId], securityGroupIds: [GroupId] };
}

async function rolesOf(iam: Iam.IAM): Promise<{ profile: string; execution: string }> {
  const role = async (RoleName: string, Service: string) => {
    const statement = { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument });
    const all = { Effect: "Allow", Action: ["ecr:*", "ecs:*", "logs:*", "s3:*"], Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [all] });
    await iam.putRolePolicy({ RoleName, PolicyName: "all", PolicyDocument });
    return Role?.Arn ?? "";
  };
  const execution = await role("execution", "ecs-tasks.amazonaws.com");
  await role("training", "sagemaker.amazonaws.com");
  await role("machine", "ec2.amazonaws.com");
  const { InstanceProfile } = await iam.createInstanceProfile({ InstanceProfileName: "machine" });
  await iam.addRoleToInstanceProfile({ InstanceProfileName: "machine", RoleName: "machine" });
  return { execution, profile: InstanceProfile?.Arn ?? "" };
}

async function pushImage(ecr: Ecr.ECR): Promise<void> {
  await ecr.createRepository({ repositoryName: "train" });
  const mediaType = "application/vnd.oci.image.index.v1+json";
  const manifest = "application/vnd.oci.image.manifest.v1+json";
  const platform = { os: "linux", architecture: "amd64" };
  const manifests = [{ mediaType: manifest, digest: `sha256:${"0".repeat(64)}`, size: 1, platform }];
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
  await ecr.putImage({ repositoryName: "train", imageTag: "1", imageManifest, imageManifestMediaType: mediaType });
}

async function define(batch: Batch.Batch, executionRoleArn: string): Promise<void> {
  await batch.registerJobDefinition({
    jobDefinitionName: "train",
    type: "container",
    containerProperties: {
      image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/train:1`,
      executionRoleArn,
      resourceRequirements: [
        { type: "VCPU", value: "2" },
        { type: "MEMORY", value: "1024" },
      ],
      environment: [{ name: "DAPF_DURATION_SECONDS", value: String(LONG) }],
    },
  });
}

/** A queue with room for one job. */
async function queueOf(batch: Batch.Batch, name: string, resources: object): Promise<void> {
  // Cast: the parts make what CreateComputeEnvironment takes together.
  const computeResources = {
    type: "EC2",
    maxvCpus: 2,
    instanceTypes: ["m5.large"],
    ...resources,
  } as Batch.ComputeResource;
  await batch.createComputeEnvironment({ computeEnvironmentName: name, type: "MANAGED", computeResources });
  await until(async () => {
    const asked = await batch.describeComputeEnvironments({ computeEnvironments: [name] });
    return asked.computeEnvironments?.[0]?.status === "VALID";
  });
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: name }];
  await batch.createJobQueue({ jobQueueName: name, priority: 1, computeEnvironmentOrder });
  await untilQueue(batch, name);
}

const untilQueue = (batch: Batch.Batch, name: string): Promise<void> =>
  until(async () => (await batch.describeJobQueues({ jobQueues: [name] })).jobQueues?.[0]?.status === "VALID");

const untilStatus = (batch: Batch.Batch, id = "", status: string): Promise<void> =>
  until(async () => (await batch.describeJobs({ jobs: [id] })).jobs?.[0]?.status === status);

/** Two training jobs where there is an instance for one. */
async function trainingOf(batch: Batch.Batch): Promise<string> {
  const serviceEnvironmentName = "training";
  const capacityLimits = [{ capacityUnit: G5, maxCapacity: 1 }];
  await batch.createServiceEnvironment({
    serviceEnvironmentName,
    serviceEnvironmentType: "SAGEMAKER_TRAINING",
    capacityLimits,
  });
  await until(async () => {
    const asked = await batch.describeServiceEnvironments({ serviceEnvironments: [serviceEnvironmentName] });
    return asked.serviceEnvironments?.[0]?.status === "VALID";
  });
  const serviceEnvironmentOrder = [{ order: 1, serviceEnvironment: serviceEnvironmentName }];
  const queue = { jobQueueName: "training", jobQueueType: "SAGEMAKER_TRAINING", priority: 1 } as const;
  await batch.createJobQueue({ ...queue, serviceEnvironmentOrder });
  await untilQueue(batch, "training");
  const serviceRequestPayload = payload({ parameters: { dapf_duration_seconds: String(LONG) } });
  const job = { jobQueue: "training", serviceJobType: "SAGEMAKER_TRAINING", serviceRequestPayload } as const;
  const status = (jobId: string | undefined, wanted: string) =>
    until(async () => (await batch.describeServiceJob({ jobId })).status === wanted);
  await status((await batch.submitServiceJob({ ...job, jobName: "first" })).jobId, "RUNNING");
  const { jobId = "" } = await batch.submitServiceJob({ ...job, jobName: "second" });
  await status(jobId, "RUNNABLE");
  return jobId;
}
