import { arn, valid } from "../../account";
import { JobsAccount, variables } from "./jobs-account";

describe("submitting", () => {
  it("overrides command, variables and requirements of the definition", () => {
    const batch = new JobsAccount();
    batch.define(
      {},
      {
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
      },
    );
    const id = batch.submit({
      containerOverrides: {
        command: ["other"],
        environment: [
          { name: "B", value: "3" },
          { name: "C", value: "4" },
        ],
        resourceRequirements: [
          { type: "VCPU", value: "8" },
          { type: "GPU", value: "1" },
        ],
      },
    });
    expect(batch.job(id).container).toEqual(
      expect.objectContaining({
        command: ["other"],
        memory: 2048,
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "3" },
          { name: "C", value: "4" },
        ],
        resourceRequirements: [
          { type: "VCPU", value: "8" },
          { type: "GPU", value: "1" },
        ],
      }),
    );
    expect(batch.job(id).container).not.toHaveProperty("vcpus");
  });

  it.each<[string, object, string]>([
    ["a bad name", { jobName: "-job" }, "Job name should match valid pattern"],
    ["more than 30 KiB", { parameters: { text: "x".repeat(30 * 1024) } }, "at most 30720 are allowed."],
    ["a dependency that is for arrays", { dependsOn: [{ jobId: "x", type: "N_TO_N" }] }, "for array jobs only"],
    [
      "a dependency on its own order, as it has none",
      { dependsOn: [{ type: "SEQUENTIAL" }] },
      "A dependency of a job by itself must name a jobId.",
    ],
    [
      "a sequence that names a job",
      { arrayProperties: { size: 2 }, dependsOn: [{ jobId: "x", type: "SEQUENTIAL" }] },
      "A dependency of type SEQUENTIAL must not name a jobId.",
    ],
    ["an unknown queue", { jobQueue: "none" }, "JobQueue none not found."],
    ["an unknown definition", { jobDefinition: "none" }, "JobDefinition none not found."],
    ["an unknown dependency", { dependsOn: [{ jobId: "none" }] }, "Job none in dependsOn does not exist."],
    ["21 dependencies", { dependsOn: Array.from({ length: 21 }, () => ({ jobId: "x" })) }, "maximum of 20 jobs"],
    ["a dependency on nothing", { dependsOn: [{}] }, "must name a jobId"],
    [
      "overrides of nodes",
      { nodeOverrides: { numNodes: 2 } },
      "nodeOverrides is not applicable for JobDefinition train",
    ],
    [
      "a share identifier for a queue without fair share",
      { shareIdentifier: "a" },
      "shareIdentifier is not applicable",
    ],
    ["too little memory", { containerOverrides: { memory: 1 } }, "Memory must be at least 4 Mib, got 1 Mib."],
    ["a timeout of 1 s", { timeout: { attemptDurationSeconds: 1 } }, "at least 60 seconds"],
    ["11 attempts", { retryStrategy: { attempts: 11 } }, "RetryAttempts must be between 1 and 10."],
    ["more than 30 KiB", { parameters: { p: "x".repeat(31_000) } }, "at most 30720 are allowed"],
    [
      "a duration that is none",
      variables({ DAPF_DURATION_SECONDS: "long" }),
      "cannot simulate DAPF_DURATION_SECONDS=long",
    ],
  ])("is refused with %s", (_case, changes, message) => {
    expect(() => new JobsAccount().submit(changes)).toThrow(message);
  });

  it("is refused for a queue that is disabled, while its jobs go on", () => {
    const batch = new JobsAccount();
    const id = batch.submit();
    batch.call("UpdateJobQueue", { jobQueue: "containers", state: "DISABLED" });
    expect(() => batch.submit()).toThrow("JobQueue containers is DISABLED.");
    batch.clock.step(5000);
    expect(batch.job(id).status).toBe("SUCCEEDED");
  });

  it("is refused for a definition that was deregistered", () => {
    const batch = new JobsAccount();
    batch.call("DeregisterJobDefinition", { jobDefinition: "train:1" });
    expect(() => batch.submit({ jobDefinition: "train:1" })).toThrow("JobDefinition train:1 is INACTIVE.");
    expect(() => batch.submit()).toThrow("JobDefinition train not found.");
  });

  it("is refused for a definition of multi-node parallel jobs", () => {
    const batch = new JobsAccount();
    const range = { targetNodes: "0:", container: { image: "train", vcpus: 1, memory: 1024 } };
    const nodeProperties = { numNodes: 2, mainNode: 0, nodeRangeProperties: [range] };
    batch.define({ jobDefinitionName: "nodes", type: "multinode", containerProperties: undefined, nodeProperties });
    expect(() => batch.submit({ jobDefinition: "nodes" })).toThrow("has no multi-node parallel jobs");
  });

  it("is refused for a definition without a container, and for one of Fargate in a queue of EC2", () => {
    const batch = new JobsAccount();
    const podProperties = { containers: [{ image: "train", resources: { limits: { cpu: "1", memory: "64Mi" } } }] };
    batch.define({ jobDefinitionName: "pod", containerProperties: undefined, eksProperties: { podProperties } });
    expect(() => batch.submit({ jobDefinition: "pod" })).toThrow(
      "runs jobs with containerProperties only; pod has none",
    );
    const resourceRequirements = [
      { type: "VCPU", value: "1" },
      { type: "MEMORY", value: "2048" },
    ];
    batch.define(
      { jobDefinitionName: "fargate", platformCapabilities: ["FARGATE"] },
      { vcpus: undefined, memory: undefined, executionRoleArn: "role", resourceRequirements },
    );
    expect(() => batch.submit({ jobDefinition: "fargate" })).toThrow(
      "JobDefinition fargate is for Fargate, which JobQueue containers does not have.",
    );
    batch.settled(
      "CreateComputeEnvironment",
      valid.computeEnvironment(
        { computeEnvironmentName: "fargate" },
        { type: "FARGATE", instanceTypes: undefined, instanceRole: undefined },
      ),
    );
    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "fargate" }];
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "serverless", computeEnvironmentOrder }));
    expect(() => batch.submit({ jobQueue: "serverless" })).toThrow(
      "JobDefinition train is for EC2, which JobQueue serverless does not have.",
    );
    const id = batch.submit({ jobQueue: "serverless", jobDefinition: "fargate" });
    expect(batch.job(id).container?.resourceRequirements).toEqual(resourceRequirements);
  });

  it("is refused while the queue is made or goes", () => {
    const batch = new JobsAccount();
    batch.call("CreateJobQueue", valid.containerQueue({ jobQueueName: "new" }));
    expect(() => batch.submit({ jobQueue: "new" })).toThrow("JobQueue new is CREATING.");
    batch.settle();
    batch.settled("UpdateJobQueue", { jobQueue: "new", state: "DISABLED" });
    batch.call("DeleteJobQueue", { jobQueue: "new" });
    expect(() => batch.submit({ jobQueue: "new" })).toThrow("JobQueue new is DELETING.");
  });

  it("is refused for a queue of training jobs", () => {
    const batch = new JobsAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
    batch.settled("CreateJobQueue", valid.trainingQueue());
    expect(() => batch.submit({ jobQueue: "queue" })).toThrow("use SubmitServiceJob");
  });

  it("needs a share identifier for a fair-share queue", () => {
    const batch = new JobsAccount();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    const schedulingPolicyArn = arn("scheduling-policy/fair");
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "fair", schedulingPolicyArn }));
    expect(() => batch.submit({ jobQueue: "fair" })).toThrow("shareIdentifier must be specified");
    expect(batch.job(batch.submit({ jobQueue: "fair", shareIdentifier: "HIGHPRI" })).shareIdentifier).toBe("HIGHPRI");
  });
});
