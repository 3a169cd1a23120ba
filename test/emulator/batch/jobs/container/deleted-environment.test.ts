import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { valid } from "../../account";
import { JobsAccount, lasting } from "./jobs-account";

const FARGATE = { type: "FARGATE", instanceTypes: undefined, instanceRole: undefined };

/** An account whose queue moves from its environment to another, which is then disabled, while a job runs. */
function moved(resources: object = {}, options: ConstructorParameters<typeof JobsAccount>[1] = {}, retries = {}) {
  const batch = new JobsAccount(resources, options);
  const fargate = resources === FARGATE;
  if (fargate) {
    const properties = {
      image: "train",
      executionRoleArn: "arn:aws:iam::123456789012:role/execution",
      vcpus: undefined,
      memory: undefined,
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "2048" },
      ],
    };
    batch.define({ platformCapabilities: ["FARGATE"] }, properties);
  }
  const id = batch.submit({ ...lasting(60), ...retries });
  batch.begin();
  batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "next" }, resources));
  batch.settled("UpdateJobQueue", {
    jobQueue: "containers",
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: "next" }],
  });
  batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
  return { batch, id };
}

const environment = (batch: JobsAccount) =>
  batch.call<{ computeEnvironments: ComputeEnvironmentDetail[] }>("DescribeComputeEnvironments", {
    computeEnvironments: ["compute"],
  }).computeEnvironments[0];

describe("a compute environment that goes while a job runs on it", () => {
  it("lets the job run while it is only DISABLED, though the queue has moved on", () => {
    const { batch, id } = moved();
    expect(batch.status(id)).toEqual(["RUNNING"]);
    batch.clock.step(60_000);
    expect(batch.status(id)).toEqual(["SUCCEEDED"]);
  });

  it("takes the job along with its instances", () => {
    const { batch, id } = moved();
    batch.call("DeleteComputeEnvironment", { computeEnvironment: "compute" });
    expect(batch.job(id)).toMatchObject({
      status: "FAILED",
      statusReason: expect.stringMatching(/^Host EC2 \(instance i-\w+\) terminated\.$/),
    });
  });

  it("has the job tried again on the next environment when its definition says so", () => {
    const retryStrategy = { attempts: 2, evaluateOnExit: [{ onStatusReason: "Host EC2*", action: "RETRY" }] };
    const { batch, id } = moved({}, {}, { retryStrategy });
    batch.call("DeleteComputeEnvironment", { computeEnvironment: "compute" });
    batch.settle();
    expect(batch.status(id)).toEqual(["RUNNING"]);
    batch.clock.step(60_000);
    expect(batch.job(id)).toMatchObject({ status: "SUCCEEDED", attempts: [{}, {}] });
  });

  it("leaves the job alone where that is assumed", () => {
    const { batch, id } = moved({}, { assumptions: { endJobsOfDeletedEnvironments: false } });
    batch.settled("DeleteComputeEnvironment", { computeEnvironment: "compute" });
    batch.clock.step(60_000);
    expect(batch.status(id)).toEqual(["SUCCEEDED"]);
  });

  it("on Fargate stays, INVALID, until the job is over and it is deleted again", () => {
    const { batch, id } = moved(FARGATE);
    batch.settled("DeleteComputeEnvironment", { computeEnvironment: "compute" });
    expect(batch.status(id)).toEqual(["RUNNING"]);
    expect(environment(batch)).toMatchObject({ status: "INVALID", state: "DISABLED" });
    batch.clock.step(60_000);
    batch.settled("DeleteComputeEnvironment", { computeEnvironment: "compute" });
    expect(environment(batch)).toBeUndefined();
  });
});
