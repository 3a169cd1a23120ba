import * as fs from "node:fs";
import * as path from "node:path";
import {
  BatchClient,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeConsumableResourceCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  DescribeSchedulingPoliciesCommand,
  ListConsumableResourcesCommand,
  ListSchedulingPoliciesCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  UpdateComputeEnvironmentCommand,
} from "@aws-sdk/client-batch";
import { policiesFor, scopeOf } from "../../access";
import { type BatchClient as DapfClient, batchClient } from "../../aws/services";
import { loadEnvironment } from "../../config/loader";
import { startEmulator, type Emulator } from "../../emulator";
import { type Clock, systemClock } from "../../emulator/clock";
import { findQueueDrift, listQueues } from "../../queues";
import { AwsCalls } from "../emulator/aws-calls";
import { batchRepository } from "../modules/batch-construct/support";
import { terraformIn, type Terraform } from "../support/terraform";
import { until } from "../support/until";
import { makeRole, variablesOf } from "./access/as-role";
import { compute, type Variation } from "./shared-compute-fixture";
import { synthesizeComputePlatform } from "./shared-compute-stack";

const name = "churn";
const account = "123456789012";
const region = "eu-west-1";
const target = ["-target=module.shared_compute", "-input=false"];
const arn = (rest: string) => `arn:aws:batch:${region}:${account}:${rest}`;
const role = (rest: string) => `arn:aws:iam::${account}:role/${rest}`;
const prefix = "churn-dev-euwest1";

/** Shared compute by its deployer's role, with permissions enforced. Told in order: each goes on from the one before. */
describe("shared compute on the embedded AWS", () => {
  jest.setTimeout(300_000);
  let emulator: Emulator;
  let root: string;
  let terraform: Terraform;
  let batch: BatchClient;
  let looking: DapfClient;
  let jobs: string[] = [];
  let later = 0;
  /** The real time, and what tests skip of it while jobs run. */
  const clock: Clock = {
    now: () => systemClock.now() + later,
    wake: (at, action) => systemClock.wake?.(at - later, action) ?? (() => undefined),
  };

  const declare = (declarations: object): void => {
    fs.writeFileSync(path.join(root, "compute.json"), JSON.stringify(declarations));
    synthesizeComputePlatform(root, name);
  };
  const apply = () => terraform.succeed("apply", "-auto-approve", ...target);
  const plan = async () => {
    const { exitCode, output } = await terraform.run("plan", "-detailed-exitcode", ...target);
    return exitCode === 0 ? "empty" : output;
  };
  const environments = async () =>
    (await batch.send(new DescribeComputeEnvironmentsCommand({}))).computeEnvironments ?? [];
  const definitions = async (definition: string) =>
    (await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitionName: definition }))).jobDefinitions ?? [];
  const described = async () => (await batch.send(new DescribeJobsCommand({ jobs }))).jobs ?? [];
  /** What `dapf queues` tells. */
  const drift = async () =>
    (await findQueueDrift(loadEnvironment(root, name), looking)).map(({ kind, name: of, path: at, declared, live }) => {
      return `${kind} ${of}: ${at} ${declared ?? "-"} -> ${live ?? "-"}`;
    });
  const submit = async (jobName: string): Promise<string> => {
    const request = { jobName, jobQueue: "churn-cpu", jobDefinition: "ml-train", shareIdentifier: "ml" };
    return (await batch.send(new SubmitJobCommand(request))).jobId ?? "";
  };

  beforeAll(async () => {
    emulator = await startEmulator({ batch: { clock } });
    const { endpoint } = emulator;
    root = batchRepository({
      settings: {
        compute: { path: "compute.json" },
        access: { deployer: { trusted: [`arn:aws:iam::${account}:root`] } },
      },
      files: { "compute.json": compute() },
    });
    const calls = new AwsCalls(endpoint, account, region);
    await calls.json("secretsmanager", "secretsmanager.CreateSecret", {
      Name: "churn/key",
      SecretString: "sesame",
      ClientRequestToken: "00000000-0000-4000-8000-000000000000",
    });
    await calls.send(
      "elasticfilesystem",
      "POST",
      "/2015-02-01/file-systems",
      JSON.stringify({ CreationToken: "data", Tags: [{ Key: "Name", Value: "churn-data" }] }),
      { "content-type": "application/json" },
    );
    const at = { endpoint, account, region };
    // A new name is another right, which an administrator gives.
    const rights = [compute(renamed), compute()].flatMap((declarations) => {
      fs.writeFileSync(path.join(root, "compute.json"), JSON.stringify(declarations));
      return policiesFor(scopeOf(loadEnvironment(root, name)), "deployer");
    });
    await makeRole(at, "deployer", rights);
    const folder = synthesizeComputePlatform(root, name);
    terraform = await terraformIn({ folder, ...at, variables: await variablesOf(at, "deployer") });
    await terraform.succeed("init", "-input=false");
    batch = new BatchClient({ region, endpoint, credentials: { accessKeyId: account, secretAccessKey: "test" } });
    const variables = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "test", AWS_ENDPOINT_URL: endpoint };
    looking = batchClient({ region, variables });
    await apply();
  });

  afterAll(async () => {
    looking.close();
    batch.destroy();
    await emulator.stop();
  });

  it("has environments that say exactly what the requests say, of the provider's resource and of Cloud Control", async () => {
    const { ComputeEnvs: declared } = compute();
    const live = new Map((await environments()).map((one) => [one.computeEnvironmentName, one]));
    const { computeEnvironmentName, type, computeResources } = declared.CPU_CE_CREATE_REQUEST;
    expect(live.get("churn-cpu")).toMatchObject({
      computeEnvironmentName,
      type,
      computeResources: {
        ...computeResources,
        instanceRole: `arn:aws:iam::${account}:instance-profile/${prefix}-dapf-compute-instance`,
        subnets: [expect.any(String), expect.any(String), expect.any(String)],
        securityGroupIds: [expect.stringMatching(/^sg-/)],
      },
      // Jobs are not ended when instances are replaced.
      updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 360 },
      status: "VALID",
      tags: { project: "churn" },
    });
    expect(live.get("churn-gpu")).toMatchObject({ ...declared.GPU_CE_CREATE_REQUEST, tags: { project: "churn" } });
    expect(live.get("churn-light")).toMatchObject({
      ...declared.LIGHT_CE_CREATE_REQUEST,
      computeResources: { subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
    });
    expect(live.get("churn-own")).toMatchObject({
      ...declared.OWN_CE_CREATE_REQUEST,
      serviceRole: role(`${prefix}-dapf-compute-service`),
    });
  });

  it("has queues in front of their environments, the policy and the consumable resource as declared", async () => {
    const declared = compute();
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({}));
    const live = new Map(jobQueues.map((one) => [one.jobQueueName, one]));
    const order = (...names: string[]) =>
      names.map((one, index) => ({ order: index + 1, computeEnvironment: arn(`compute-environment/${one}`) }));
    expect(live.get("churn-cpu")).toMatchObject({
      ...declared.JobQueues.CPU_QUEUE_CREATE_REQUEST,
      schedulingPolicyArn: arn("scheduling-policy/churn-fair"),
      computeEnvironmentOrder: order("churn-cpu"),
      status: "VALID",
    });
    expect(live.get("churn-gpu")).toMatchObject({ computeEnvironmentOrder: order("churn-gpu", "churn-own") });
    expect(live.get("churn-light")).toMatchObject({ jobQueueType: "ECS_FARGATE" });
    const arns = [arn("scheduling-policy/churn-fair")];
    const { schedulingPolicies } = await batch.send(new DescribeSchedulingPoliciesCommand({ arns }));
    expect(schedulingPolicies).toMatchObject([declared.SchedulingPolicies.FAIR_SP_CREATE_REQUEST]);
    expect(
      await batch.send(new DescribeConsumableResourceCommand({ consumableResource: "churn-licence" })),
    ).toMatchObject({ totalQuantity: 5, resourceType: "REPLENISHABLE", tags: { project: "churn" } });
  });

  it("has definitions in which names stand for what they lead to, and texts for themselves", async () => {
    const { containerProperties, ...declared } = compute().JobDefinitions.TRAIN_JD_REGISTER_REQUEST;
    expect(await definitions("ml-train")).toMatchObject([
      {
        ...declared,
        revision: 1,
        retryStrategy: { attempts: 3, evaluateOnExit: [{ onStatusReason: "Host EC2*", action: "retry" }] },
        consumableResourceProperties: {
          consumableResourceList: [{ consumableResource: arn("consumable-resource/churn-licence"), quantity: 1 }],
        },
        containerProperties: {
          ...containerProperties,
          image: `${account}.dkr.ecr.${region}.amazonaws.com/churn/train:1.4`,
          jobRoleArn: role("churn-trainer"),
          executionRoleArn: role(`${prefix}-dapf-compute-execution`),
          secrets: [{ name: "KEY", valueFrom: expect.stringMatching(/:secret:churn\/key-\w{6}:password::$/) }],
          volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: expect.stringMatching(/^fs-/) } }],
          logConfiguration: {
            options: { "awslogs-group": `${prefix}/batch/compute`, "awslogs-stream-prefix": "ml-train" },
          },
        },
      },
    ]);
  });

  it("has nothing left to plan, and has not drifted", async () => {
    expect(await plan()).toBe("empty");
    expect(await drift()).toEqual([]);
    const queues = await listQueues(loadEnvironment(root, name), looking);
    expect(queues.map(({ presence }) => presence)).toEqual(queues.map(() => "both"));
    expect(queues.length).toBeGreaterThan(0);
  });

  it("changes types and limits of instances, quantities, weights and definitions in place, while jobs run", async () => {
    jobs = await Promise.all([submit("first"), submit("second")]);
    await until(async () => (await described()).every(({ status }) => status === "RUNNING"));
    declare(compute(larger));
    expect(await apply()).toContain("Resources: 0 added, 4 changed, 0 destroyed");
    expect(await environments()).toContainEqual(
      expect.objectContaining({
        computeEnvironmentName: "churn-cpu",
        computeResources: expect.objectContaining({ instanceTypes: ["m5.large", "c5.large"], maxvCpus: 8 }),
      }),
    );
    expect((await described()).map(({ status }) => status)).toEqual(["RUNNING", "RUNNING"]);
    const revisions = (await definitions("ml-train")).map(({ revision, status }) => [revision, status]);
    expect(revisions).toEqual([
      [2, "ACTIVE"],
      [1, "INACTIVE"],
    ]);
  });

  it("renames an environment with other types under its queue; jobs that were on it run again, and none is lost", async () => {
    declare(compute(renamed));
    const output = await apply();
    expect(output).toContain("Resources: 1 added, 1 changed, 1 destroyed");
    expect(output).toMatch(
      /cpu_compute_environment: Creation complete[^]*cpu_job_queue: Modifications complete[^]*cpu_compute_environment \(deposed object \w+\): Destroying/,
    );
    expect(await described()).toMatchObject([retried, retried]);
    await until(async () => (await described()).every(({ status }) => status === "RUNNING"));
    later += 3_600_000;
    await until(async () => (await described()).every(({ status }) => status === "SUCCEEDED"));
    expect((await environments()).map((one) => one.computeEnvironmentName).sort()).toEqual([
      "churn-cpu-2",
      "churn-gpu",
      "churn-light",
      "churn-own",
    ]);
    expect(await plan()).toBe("empty");
  });

  it("has drifted when somebody changes an environment and registers a revision by AWS's API", async () => {
    const containerProperties = { image: "theirs", vcpus: 1, memory: 512 };
    const theirs = { jobDefinitionName: "ml-train", type: "container", containerProperties } as const;
    await batch.send(
      new UpdateComputeEnvironmentCommand({ computeEnvironment: "churn-cpu-2", computeResources: { maxvCpus: 99 } }),
    );
    const { jobDefinitionArn: jobDefinition } = await batch.send(new RegisterJobDefinitionCommand(theirs));

    const found = await drift();
    await batch.send(new DeregisterJobDefinitionCommand({ jobDefinition }));

    const image = `${account}.dkr.ecr.${region}.amazonaws.com/churn/train:1.4`;
    expect(found[0]).toBe("compute environment churn-cpu-2: computeResources.maxvCpus 8 -> 99");
    expect(found).toContain(`job definition ml-train: containerProperties.image ${image} -> theirs`);
  });

  it("is destroyed, and nothing is left", async () => {
    await terraform.succeed("destroy", "-auto-approve", ...target);
    expect(await environments()).toEqual([]);
    expect((await batch.send(new DescribeJobQueuesCommand({}))).jobQueues).toEqual([]);
    expect((await batch.send(new ListSchedulingPoliciesCommand({}))).schedulingPolicies).toEqual([]);
    expect((await batch.send(new ListConsumableResourcesCommand({}))).consumableResources).toEqual([]);
    expect((await batch.send(new DescribeJobDefinitionsCommand({ status: "ACTIVE" }))).jobDefinitions).toEqual([]);
  });
});

/** AWS Batch tells of an instance that was taken from under a job. */
const retried = { attempts: [{ statusReason: expect.stringMatching(/^Host EC2 \(instance i-\w+\) terminated\.$/) }] };
const larger: Variation = {
  cpuTypes: ["m5.large", "c5.large"],
  cpuMost: 8,
  licences: 7,
  weight: 0.7,
  exits: [{ onExitCode: "*", action: "EXIT" }],
};
const renamed: Variation = { ...larger, cpuName: "churn-cpu-2", cpuTypes: ["c5.xlarge"] };
