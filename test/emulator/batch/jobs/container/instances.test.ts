import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { arn, valid } from "../../account";
import { JobsAccount, lasting, TIMINGS } from "./jobs-account";

const GIB = 1024;
const IDLE = 1000;

/** What a job asks for. */
const asking = (vcpus: number, memory: number, gpus = 0) => ({
  containerOverrides: {
    environment: lasting(60).containerOverrides.environment,
    resourceRequirements: [
      { type: "VCPU", value: String(vcpus) },
      { type: "MEMORY", value: String(memory) },
      ...(gpus > 0 ? [{ type: "GPU", value: String(gpus) }] : []),
    ],
  },
});

const hosts = (batch: JobsAccount, ids: readonly string[]) =>
  ids.map((id) => batch.job(id).container?.containerInstanceArn);

function environment(batch: JobsAccount, name = "compute"): ComputeEnvironmentDetail | undefined {
  const request = { computeEnvironments: [name] };
  return batch.call<{ computeEnvironments: ComputeEnvironmentDetail[] }>("DescribeComputeEnvironments", request)
    .computeEnvironments[0];
}

const desired = (batch: JobsAccount, name?: string) => environment(batch, name)?.computeResources?.desiredvCpus;

describe("the instances of a compute environment", () => {
  it("hold several jobs each, and new ones come when there is no room", () => {
    const batch = new JobsAccount({ instanceTypes: ["m5.xlarge"] });
    const ids = [1, 1, 2, 3].map((vcpus) => batch.submit(asking(vcpus, GIB)));
    batch.begin();
    const [a, b, c, d] = hosts(batch, ids);
    expect([b, c]).toEqual([a, a]);
    expect(d).not.toBe(a);
    expect(a).toMatch(/^arn:aws:ecs:eu-west-1:123456789012:container-instance\/compute\/[0-9a-f]{32}$/);
  });

  it("are counted by desiredvCpus, and go when they have been idle", () => {
    const batch = new JobsAccount({ instanceTypes: ["m5.xlarge"] });
    expect(desired(batch)).toBe(0);
    for (let count = 0; count < 3; count += 1) batch.submit();
    batch.begin();
    expect(desired(batch)).toBe(12);
    batch.clock.step(TIMINGS.running + IDLE - 1);
    expect(desired(batch)).toBe(12);
    batch.clock.step(1);
    expect(desired(batch)).toBe(0);
  });

  it("stay for as many minutes as the scaling policy says", () => {
    const batch = new JobsAccount({ scalingPolicy: { minScaleDownDelayMinutes: 20 } });
    batch.submit();
    batch.begin();
    batch.clock.step(TIMINGS.running + 20 * 60_000 - 1);
    expect(desired(batch)).toBe(4);
    batch.clock.step(1);
    expect(desired(batch)).toBe(0);
  });

  it("lack memory before they lack vCPUs: a job waits until there is some", () => {
    const batch = new JobsAccount({ instanceTypes: ["m5.xlarge"], maxvCpus: 4 });
    const [first, second] = [batch.submit(asking(1, 10 * GIB)), batch.submit(asking(1, 10 * GIB))];
    batch.begin();
    expect(batch.status(first, second)).toEqual(["RUNNING", "RUNNABLE"]);
    expect(batch.job(second)).not.toHaveProperty("statusReason");
    batch.clock.step(60_000 + TIMINGS.starting);
    expect(batch.status(first, second)).toEqual(["SUCCEEDED", "RUNNING"]);
  });

  it("have GPUs that no two jobs share", () => {
    const batch = new JobsAccount({ instanceTypes: ["g4dn.xlarge", "m5"], maxvCpus: 8 });
    const ids = [1, 1, 1].map((gpus) => batch.submit(asking(1, GIB, gpus)));
    batch.begin();
    expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNING", "RUNNABLE"]);
  });

  it.each([
    ["BEST_FIT", "EC2", 4],
    ["BEST_FIT_PROGRESSIVE", "EC2", 6],
    ["SPOT_CAPACITY_OPTIMIZED", "SPOT", 6],
    ["SPOT_PRICE_CAPACITY_OPTIMIZED", "SPOT", 6],
  ])("with %s of %s go as far as maxvCpus, or further by one", (allocationStrategy, type, most) => {
    const batch = new JobsAccount({ type, allocationStrategy, instanceTypes: ["m5.large"], maxvCpus: 5 });
    const ids = Array.from({ length: 5 }, () => batch.submit(asking(2, GIB)));
    batch.begin();
    expect(new Set(hosts(batch, ids).filter((host) => host !== undefined)).size * 2).toBe(most);
    expect(desired(batch)).toBe(Math.min(most, 5));
  });

  it.each([
    // Of 2 vCPUs and 6 GiB: the smallest that is large enough, or the one with the cheapest vCPUs.
    ["BEST_FIT", "EC2", 2],
    ["BEST_FIT_PROGRESSIVE", "EC2", 4],
    ["SPOT_CAPACITY_OPTIMIZED", "SPOT", 4],
    ["SPOT_PRICE_CAPACITY_OPTIMIZED", "SPOT", 4],
  ])("with %s of %s are of the type that it picks", (allocationStrategy, type, vcpus) => {
    const batch = new JobsAccount({ type, allocationStrategy, instanceTypes: ["r5.large", "m5.large", "c5.xlarge"] });
    batch.submit(asking(2, 6 * GIB));
    batch.begin();
    expect(desired(batch)).toBe(vcpus);
  });

  it("are those of the first environment of the queue that has room, with the types of that", () => {
    const batch = new JobsAccount({ instanceTypes: ["m5.large"], maxvCpus: 2 });
    const gpus = valid.computeEnvironment({ computeEnvironmentName: "gpus" }, { instanceTypes: ["g4dn"] });
    batch.settled("CreateComputeEnvironment", gpus);
    const computeEnvironmentOrder = ["compute", "gpus"].map((name, order) => ({ order, computeEnvironment: name }));
    batch.settled("UpdateJobQueue", { jobQueue: "containers", computeEnvironmentOrder });
    const ids = [asking(1, GIB), asking(1, GIB, 1), asking(1, GIB), asking(1, GIB)].map((one) => batch.submit(one));
    batch.begin();
    const clusters = hosts(batch, ids).map((host) => host?.split("/")[1]);
    expect(clusters).toEqual(["compute", "gpus", "compute", "gpus"]);
  });

  it("are there for a minimum without jobs, and for a wish until they have been idle", () => {
    const batch = new JobsAccount({ minvCpus: 4, maxvCpus: 8 });
    expect(desired(batch)).toBe(4);
    batch.call("UpdateComputeEnvironment", { computeEnvironment: "compute", computeResources: { desiredvCpus: 8 } });
    expect(desired(batch)).toBe(8);
    batch.clock.step(IDLE);
    expect(desired(batch)).toBe(4);
  });

  it("of Fargate are none: the job has a machine of its own, also of a part of a vCPU", () => {
    const none = { instanceTypes: undefined, instanceRole: undefined };
    const batch = new JobsAccount({ type: "FARGATE", maxvCpus: 1, ...none });
    batch.call("RegisterJobDefinition", {
      jobDefinitionName: "small",
      type: "container",
      platformCapabilities: ["FARGATE"],
      containerProperties: {
        image: "small",
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        resourceRequirements: [
          { type: "VCPU", value: "0.5" },
          { type: "MEMORY", value: "1024" },
        ],
      },
    });
    const ids = [1, 2, 3].map(() => batch.submit({ jobDefinition: "small", ...lasting(60) }));
    batch.begin();
    expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNING", "RUNNABLE"]);
    expect(hosts(batch, ids)).toEqual([undefined, undefined, undefined]);
    expect(environment(batch)?.computeResources).not.toHaveProperty("desiredvCpus");
  });

  it("change with the types of their environment, and no job is lost", () => {
    const batch = new JobsAccount({ allocationStrategy: "BEST_FIT_PROGRESSIVE" });
    batch.settled("UpdateComputeEnvironment", {
      computeEnvironment: "compute",
      serviceRole: "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
    });
    const before = batch.submit(lasting(60));
    batch.begin();
    batch.settled("UpdateComputeEnvironment", {
      computeEnvironment: "compute",
      computeResources: { instanceTypes: ["c5"] },
    });
    const after = batch.submit(asking(1, GIB));
    batch.begin();
    const [old, fresh] = hosts(batch, [before, after]);
    expect(fresh).not.toBe(old);
    batch.clock.step(120_000);
    expect(batch.status(before, after)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  });

  it("are new for an environment of the name of one that was deleted", () => {
    const batch = new JobsAccount({ minvCpus: 4 });
    batch.settled("UpdateJobQueue", { jobQueue: "containers", state: "DISABLED" });
    batch.settled("DeleteJobQueue", { jobQueue: "containers" });
    batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
    batch.settled("DeleteComputeEnvironment", { computeEnvironment: "compute" });
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment());
    expect(desired(batch)).toBe(0);
    expect(environment(batch)?.computeEnvironmentArn).toBe(arn("compute-environment/compute"));
  });
});
