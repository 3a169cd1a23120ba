import * as fs from "node:fs";
import * as path from "node:path";
import {
  BatchClient,
  DescribeJobQueuesCommand,
  DescribeSchedulingPoliciesCommand,
  DescribeServiceEnvironmentsCommand,
  UpdateServiceEnvironmentCommand,
} from "@aws-sdk/client-batch";
import { runCli } from "../../cli/program";
import { loadEnvironment } from "../../config/loader";
import { noInterrupts } from "../../deploy";
import { serviceEnvironments, trainingQueues } from "../../aws/batch/queues";
import { batchClient } from "../../aws/services";
import { findQueueDrift, listQueues } from "../../queues";
import { clientEnvironment, startEmulator, type Emulator } from "../../emulator";
import { Recorder } from "../cli/command-line";
import { batchRepository } from "../modules/batch-construct/support";
import { terraformIn, type Terraform } from "../support/terraform";
import { synthesizeQueuesPlatform } from "./training-queues-stack";

const name = "churn";
const account = "123456789012";
const region = "eu-west-1";
const target = ["-target=module.training_queues", "-input=false"];
const arn = (rest: string) => `arn:aws:batch:${region}:${account}:${rest}`;

/** The example of the guide: a FIFO queue over `C5`, a fair share over `G6`. */
const guide = {
  ServiceEnvs: {
    C5_SE_NAME: "c5-se",
    C5_SE_CREATE_REQUEST: {
      serviceEnvironmentName: "c5-se",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      state: "ENABLED",
      capacityLimits: [{ maxCapacity: 3, capacityUnit: "NUM_INSTANCES" }],
      tags: { team: "c5" },
    },
    G6_SE_NAME: "g6-se",
    G6_SE_CREATE_REQUEST: {
      serviceEnvironmentName: "g6-se",
      serviceEnvironmentType: "SAGEMAKER_TRAINING",
      state: "ENABLED",
      capacityLimits: [{ maxCapacity: 5, capacityUnit: "NUM_INSTANCES" }],
    },
  },
  SchedulingPolicies: {
    G6_SP_NAME: "g6-sp",
    G6_SP_CREATE_REQUEST: {
      name: "g6-sp",
      fairsharePolicy: {
        shareDecaySeconds: 3600,
        shareDistribution: [
          { shareIdentifier: "HIGHPRI", weightFactor: 1 },
          { shareIdentifier: "MIDPRI", weightFactor: 3 },
          { shareIdentifier: "LOWPRI", weightFactor: 5 },
        ],
      },
    },
  },
  TrainingJobQueues: {
    C5_QUEUE_NAME: "c5-queue",
    C5_QUEUE_CREATE_REQUEST: {
      jobQueueName: "c5-queue",
      jobQueueType: "SAGEMAKER_TRAINING",
      state: "ENABLED",
      priority: 1,
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "c5-se" }],
    },
    G6_QUEUE_NAME: "g6-queue",
    G6_QUEUE_CREATE_REQUEST: {
      jobQueueName: "g6-queue",
      jobQueueType: "SAGEMAKER_TRAINING",
      state: "ENABLED",
      priority: 1,
      schedulingPolicyArn: "g6-sp",
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "g6-se" }],
    },
  },
};

/** A queue with three shares; the words go into all names, so that another word renames everything. */
const quota = (word: string, { capacity = 3, borrow = 200, priority = 1, strategy = "LEND" } = {}) => {
  const share = (id: string, sharing: object) => ({
    [`${id}_QS_NAME`]: `${id}-${word}`,
    [`${id}_QS_CREATE_REQUEST`]: {
      quotaShareName: `${id}-${word}`,
      jobQueue: `queue-${word}`,
      capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.g5.xlarge" }],
      resourceSharingConfiguration: sharing,
      preemptionConfiguration: { inSharePreemption: "ENABLED" },
    },
  });
  return {
    ServiceEnvs: {
      G5_SE_NAME: `se-${word}`,
      G5_SE_CREATE_REQUEST: {
        serviceEnvironmentName: `se-${word}`,
        serviceEnvironmentType: "SAGEMAKER_TRAINING",
        capacityLimits: [{ maxCapacity: capacity, capacityUnit: "ml.g5.xlarge" }],
      },
    },
    SchedulingPolicies: {
      G5_SP_NAME: `sp-${word}`,
      G5_SP_CREATE_REQUEST: {
        name: `sp-${word}`,
        quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" },
      },
    },
    TrainingJobQueues: {
      G5_QUEUE_NAME: `queue-${word}`,
      G5_QUEUE_CREATE_REQUEST: {
        jobQueueName: `queue-${word}`,
        priority,
        schedulingPolicyArn: `sp-${word}`,
        serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: `se-${word}` }],
      },
    },
    QuotaShares: {
      ...share("A", { strategy: "LEND_AND_BORROW", borrowLimit: borrow }),
      ...share("B", { strategy }),
      ...share("C", { strategy: "RESERVE" }),
    },
  };
};

describe("training queues on the embedded AWS", () => {
  jest.setTimeout(300_000);
  let emulator: Emulator;
  let root: string;
  let terraform: Terraform;
  let batch: BatchClient;

  const declare = (queues: object): void => {
    fs.writeFileSync(path.join(root, "queues.json"), JSON.stringify(queues));
    synthesizeQueuesPlatform(root, name);
  };
  const apply = () => terraform.succeed("apply", "-auto-approve", ...target);
  const plan = async () => {
    const { exitCode, output } = await terraform.run("plan", "-detailed-exitcode", ...target);
    return exitCode === 0 ? "empty" : output;
  };
  const variables = () => clientEnvironment({ endpoint: emulator.endpoint, account, region }).set;
  const asked = () => batchClient({ region, variables: variables() });
  const environment = () => loadEnvironment(root, name);
  const dapf = async (...args: string[]) => {
    const output = new Recorder();
    const host = {
      root,
      program: "",
      variables: variables(),
      stdout: output,
      stderr: output,
      interrupts: noInterrupts,
      readInput: () => Promise.resolve(Buffer.alloc(0)),
      canAsk: false,
      ask: () => Promise.reject(new Error("nobody is there to answer")),
    };
    const exitCode = await runCli(args, host, () => Promise.reject(new Error("the embedded AWS is not started here")));
    return { exitCode, output: output.text };
  };

  beforeAll(async () => {
    emulator = await startEmulator();
    root = batchRepository({ settings: { training_queues: { path: "queues.json" } }, files: { "queues.json": guide } });
    const folder = synthesizeQueuesPlatform(root, name);
    terraform = await terraformIn({ folder, endpoint: emulator.endpoint, account, region });
    await terraform.succeed("init", "-input=false");
    batch = new BatchClient({
      region,
      endpoint: emulator.endpoint,
      credentials: { accessKeyId: account, secretAccessKey: "test" },
    });
  });

  afterAll(async () => {
    batch.destroy();
    await emulator.stop();
  });

  describe("the example of the guide", () => {
    beforeAll(apply);

    it("has service environments that say exactly what the requests say", async () => {
      const { serviceEnvironments } = await batch.send(
        new DescribeServiceEnvironmentsCommand({ serviceEnvironments: ["c5-se", "g6-se"] }),
      );
      const byName = (serviceEnvironments ?? []).sort((a, b) =>
        String(a.serviceEnvironmentName).localeCompare(String(b.serviceEnvironmentName)),
      );
      expect(byName).toMatchObject([
        { ...guide.ServiceEnvs.C5_SE_CREATE_REQUEST, status: "VALID" },
        { ...guide.ServiceEnvs.G6_SE_CREATE_REQUEST, status: "VALID", tags: { project: "churn" } },
      ]);
    });

    it("has a fair-share policy that says exactly what the request says", async () => {
      const { schedulingPolicies } = await batch.send(
        new DescribeSchedulingPoliciesCommand({ arns: [arn("scheduling-policy/g6-sp")] }),
      );
      expect(schedulingPolicies).toMatchObject([guide.SchedulingPolicies.G6_SP_CREATE_REQUEST]);
    });

    it("has a FIFO queue without a policy, and a fair-share queue that is linked to it by name", async () => {
      const { jobQueues } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: ["c5-queue", "g6-queue"] }));
      const byName = (jobQueues ?? []).sort((a, b) => String(a.jobQueueName).localeCompare(String(b.jobQueueName)));
      expect(byName).toMatchObject([
        {
          ...guide.TrainingJobQueues.C5_QUEUE_CREATE_REQUEST,
          serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: arn("service-environment/c5-se") }],
          status: "VALID",
        },
        {
          ...guide.TrainingJobQueues.G6_QUEUE_CREATE_REQUEST,
          schedulingPolicyArn: arn("scheduling-policy/g6-sp"),
          serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: arn("service-environment/g6-se") }],
        },
      ]);
      expect(byName[0]?.schedulingPolicyArn).toBeUndefined();
    });

    it("has nothing left to plan, and no drift", async () => {
      expect(await plan()).toBe("empty");
      expect(await findQueueDrift(environment(), asked())).toEqual([]);
    });

    it("asks CloudFormation for no schema", () => {
      expect(emulator.counters().requests.cloudformation).toBeUndefined();
    });
  });

  describe("a queue with three shares", () => {
    it("is deployed in the place of others, and is what was declared", async () => {
      declare(quota("old"));
      await apply();
      expect(await plan()).toBe("empty");
      expect(await dapf("queues", "drift", name)).toMatchObject({ exitCode: 0 });
      expect(await findQueueDrift(environment(), asked())).toEqual([]);
      expect(await listQueues(environment(), asked())).toMatchObject([
        {
          name: "queue-old",
          presence: "both",
          scheduling: "QUOTA_SHARE",
          status: "VALID",
          shares: [
            { name: "A-old", strategy: "LEND_AND_BORROW", borrowLimit: 200 },
            { name: "B-old", strategy: "LEND" },
            { name: "C-old", strategy: "RESERVE" },
          ],
        },
      ]);
    });

    it("changes capacity, strategy, borrow limit and priority in place", async () => {
      declare(quota("old", { capacity: 6, borrow: 100, priority: 7, strategy: "RESERVE" }));
      expect(await apply()).toContain("Resources: 0 added, 4 changed, 0 destroyed");
      expect(await plan()).toBe("empty");
      expect(await findQueueDrift(environment(), asked())).toEqual([]);
    });

    it("is renamed with its policy, its environment and its shares, and no delete is refused", async () => {
      declare(quota("new"));
      await apply();
      expect(await plan()).toBe("empty");
      expect(await findQueueDrift(environment(), asked())).toEqual([]);
      expect((await listQueues(environment(), asked())).map(({ name: queue }) => queue)).toEqual(["queue-new"]);
    });

    it("gets another policy and environment while it stays, and no delete is refused", async () => {
      const renamed = JSON.parse(
        JSON.stringify(quota("new")).replaceAll("sp-new", "sp-newer").replaceAll("se-new", "se-newer"),
      );
      declare(renamed as object);
      expect(await apply()).toContain("Resources: 2 added");
      expect(await plan()).toBe("empty");
      expect(await findQueueDrift(environment(), asked())).toEqual([]);
    });

    it("is renamed alone, and takes its shares along", async () => {
      const renamed = JSON.parse(JSON.stringify(quota("new")).replaceAll("queue-new", "queue-newest"));
      declare(renamed as object);
      await apply();
      expect(await plan()).toBe("empty");
      expect(await findQueueDrift(environment(), asked())).toEqual([]);
    });

    it("shows by drift what was changed behind Terraform's back, which Terraform does not see", async () => {
      declare(quota("new"));
      await apply();
      await batch.send(
        new UpdateServiceEnvironmentCommand({
          serviceEnvironment: "se-new",
          capacityLimits: [{ maxCapacity: 9, capacityUnit: "ml.g5.xlarge" }],
        }),
      );
      expect(await plan()).toBe("empty");
      expect(await findQueueDrift(environment(), asked())).toMatchObject([
        { kind: "service environment", name: "se-new", path: "capacityLimits[ml.g5.xlarge]", declared: 3, live: 9 },
      ]);
      const { exitCode, output } = await dapf("queues", "drift", name);
      expect(exitCode).toBe(1);
      expect(output).toContain("se-new: capacityLimits[ml.g5.xlarge] is 9, declared 3");
    });

    it("is destroyed, shares first, and nothing is left", async () => {
      await terraform.succeed("destroy", "-auto-approve", ...target);
      expect(await trainingQueues(asked())).toEqual([]);
      expect(await serviceEnvironments(asked())).toEqual([]);
    });
  });
});
