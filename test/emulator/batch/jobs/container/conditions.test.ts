import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { BLOCKED, TIME_LIMIT_REASONS } from "../../../../../aws/batch/blocked-reasons";
import { valid } from "../../account";
import { JobsAccount, lasting, TIMINGS } from "./jobs-account";

const MINUTES = 60_000;
const retried = (attempts: number, ...evaluateOnExit: object[]) => ({ retryStrategy: { attempts, evaluateOnExit } });

/** Says of the account's environment that something is wrong with it; nothing: it is right again. */
function simulate(batch: JobsAccount, reason?: string, more: object = {}): void {
  const rules = reason === undefined ? [] : [{ computeEnvironment: "compute", reason, ...more }];
  batch.service.simulations.replace(rules);
}

describe("a compute environment with which something is wrong", () => {
  it.each([
    ["insufficient-capacity", BLOCKED.insufficientCapacity("m5.xlarge")],
    ["service-role", BLOCKED.serviceRole],
    ["unsupported-instances", BLOCKED.unsupportedInstances],
    ["invalid", BLOCKED.invalid],
    ["undetermined", BLOCKED.undetermined],
  ])("(%s) leaves its jobs RUNNABLE with AWS's words, until it is right again", (reason, { statusReason }) => {
    const batch = new JobsAccount();
    simulate(batch, reason);
    const id = batch.submit();
    batch.begin();
    expect(batch.job(id)).toMatchObject({ status: "RUNNABLE", statusReason });
    simulate(batch);
    batch.clock.step(TIMINGS.starting);
    expect(batch.job(id)).toMatchObject({ status: "RUNNING" });
    expect(batch.job(id)).not.toHaveProperty("statusReason");
  });

  it("blocks jobs that wait already, as soon as it is said", () => {
    const batch = new JobsAccount({ maxvCpus: 8 });
    const ids = [batch.submit(lasting(60)), batch.submit(lasting(1)), batch.submit()];
    batch.begin();
    simulate(batch, "undetermined");
    batch.clock.step(0);
    expect(batch.job(ids[2] ?? "").statusReason).toBe(BLOCKED.undetermined.statusReason);
    expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNING", "RUNNABLE"]);
  });

  it("has no effect while another environment of the queue has room", () => {
    const batch = new JobsAccount();
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "other" }));
    const computeEnvironmentOrder = ["compute", "other"].map((name, order) => ({ order, computeEnvironment: name }));
    batch.settled("UpdateJobQueue", { jobQueue: "containers", computeEnvironmentOrder });
    simulate(batch, "insufficient-capacity");
    const id = batch.submit();
    batch.begin();
    expect(batch.job(id).container?.containerInstanceArn).toContain("/other/");
  });

  it("lacks some types only, and takes others where its strategy does", () => {
    const batch = new JobsAccount({ allocationStrategy: "BEST_FIT_PROGRESSIVE" });
    simulate(batch, "insufficient-capacity", { instanceTypes: ["m5.xlarge"] });
    batch.submit();
    batch.begin();
    const { computeEnvironments } = batch.call<{ computeEnvironments: ComputeEnvironmentDetail[] }>(
      "DescribeComputeEnvironments",
    );
    expect(computeEnvironments[0]?.computeResources?.desiredvCpus).toBe(8);
  });

  it("is INVALID when it is said to be", () => {
    const batch = new JobsAccount();
    simulate(batch, "invalid");
    const status = () =>
      batch.call<{ computeEnvironments: { status: string }[] }>("DescribeComputeEnvironments").computeEnvironments[0]
        ?.status;
    expect(status()).toBe("INVALID");
    simulate(batch);
    expect(status()).toBe("VALID");
  });

  it("takes no rule that says nothing", () => {
    const batch = new JobsAccount();
    expect(() => simulate(batch, "hungry")).toThrow("reason");
    expect(() => simulate(batch, "invalid", { instanceTypes: [] })).toThrow("instanceTypes");
    expect(batch.service.simulations.all).toEqual([]);
  });
});

describe("a time limit of a queue", () => {
  const limited = (reason: string) => ({
    jobQueue: "containers",
    jobStateTimeLimitActions: [{ action: "CANCEL", state: "RUNNABLE", reason, maxTimeSeconds: 600 }],
  });
  const tooLarge = { containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "200" }] } };
  const tooMuch = { containerOverrides: { resourceRequirements: [{ type: "GPU", value: "1" }] } };

  it.each([
    ["CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", "insufficient-capacity", {}],
    ["MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE", undefined, tooLarge],
    ["MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", undefined, tooMuch],
    ["MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED", "unsupported-instances", {}],
  ])("cancels jobs for %s, and each reason has its limit", (reason, condition, job) => {
    expect(TIME_LIMIT_REASONS).toContain(reason);
    const batch = new JobsAccount();
    batch.settled("UpdateJobQueue", limited(reason));
    simulate(batch, condition);
    const id = batch.submit(job);
    batch.begin();
    batch.clock.step(10 * MINUTES - TIMINGS.starting - 1);
    expect(batch.status(id)).toEqual(["RUNNABLE"]);
    batch.clock.step(1);
    expect(batch.job(id)).toMatchObject({
      status: "FAILED",
      statusReason: `Canceled by JobStateTimeLimit action due to reason: ${reason}`,
    });
  });

  it.each(["MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS", "ACTION_REQUIRED", "UNDETERMINED"])(
    "cannot be set for %s",
    (reason) => {
      expect(() => new JobsAccount().call("UpdateJobQueue", limited(reason))).toThrow("Invalid reason. Valid reasons:");
    },
  );
});

describe("Spot capacity that EC2 takes back", () => {
  const spot = { type: "SPOT", allocationStrategy: "SPOT_CAPACITY_OPTIMIZED", instanceTypes: ["m5.xlarge"] };
  const reclaim = (batch: JobsAccount, name = "compute") => {
    const { instances, jobs } = batch.service.simulations.reclaim(name);
    batch.clock.step(TIMINGS.starting);
    return { instances, jobs };
  };
  const HOST_GONE = /^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/;

  it("ends the attempts on it, and a job that says so is tried again", () => {
    const batch = new JobsAccount(spot);
    const onHost = { onStatusReason: "Host EC2*", action: "RETRY" };
    const otherwise = { onReason: "*", action: "EXIT" };
    const ids = [batch.submit({ ...lasting(60), ...retried(3, onHost, otherwise) }), batch.submit(lasting(60))];
    batch.begin();
    const { instances, jobs } = reclaim(batch);
    expect([instances.length, jobs]).toEqual([2, ids]);
    expect(batch.status(...ids)).toEqual(["RUNNING", "FAILED"]);
    const [again, failed] = ids.map((id) => batch.job(id));
    expect(again?.attempts).toMatchObject([{ statusReason: expect.stringMatching(HOST_GONE) as string }]);
    expect(again?.attempts?.[0]?.container).not.toHaveProperty("exitCode");
    expect(failed?.statusReason).toBe(`Host EC2 (instance ${instances[1] ?? ""}) terminated.`);
  });

  it("does not try a job again whose rules say otherwise", () => {
    const batch = new JobsAccount(spot);
    const id = batch.submit({ ...lasting(60), ...retried(3, { onStatusReason: "Host EC2*", action: "EXIT" }) });
    batch.begin();
    reclaim(batch);
    expect(batch.status(id)).toEqual(["FAILED"]);
  });

  it("is none of On-Demand Instances, nor of an environment that is not there", () => {
    const batch = new JobsAccount();
    const id = batch.submit(lasting(60));
    batch.begin();
    expect([reclaim(batch), reclaim(batch, "other")]).toEqual(Array(2).fill({ instances: [], jobs: [] }));
    expect(batch.status(id)).toEqual(["RUNNING"]);
  });

  it("of Fargate interrupts the tasks", () => {
    const none = { instanceTypes: undefined, instanceRole: undefined };
    const batch = new JobsAccount({ type: "FARGATE_SPOT", ...none });
    batch.define(
      { platformCapabilities: ["FARGATE"] },
      { memory: undefined, vcpus: undefined, executionRoleArn: "arn:aws:iam::123456789012:role/x", ...FARGATE_SIZE },
    );
    const id = batch.submit(lasting(60));
    batch.begin();
    expect(reclaim(batch)).toEqual({ instances: [], jobs: [id] });
    expect(batch.job(id)).toMatchObject({ status: "FAILED", statusReason: "Your Spot Task was interrupted." });
  });
});

const FARGATE_SIZE = {
  resourceRequirements: [
    { type: "VCPU", value: "1" },
    { type: "MEMORY", value: "2048" },
  ],
};
