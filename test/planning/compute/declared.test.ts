import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseCompute } from "../../../config/compute";
import { changedPlan, parseChange } from "../../../planning/pools/changes";
import { computePlanOf } from "../../../planning/pools/declared-compute";
import { planOfFile } from "../../../planning/pools/load";
import { queuesOf, sizeOf } from "../../../planning/pools/plan";
import { policyVariants } from "../../../planning/pools/policies";
import { scaledPlan } from "../../../planning/target/division";
import { changed, context, noFolders, valid } from "../../config/compute/fixture";
import { temporaryFolder } from "../../support/temporary-folder";

const planFrom = (value: unknown) =>
  computePlanOf("dev", parseCompute({ file: "compute.yaml", value }, context, noFolders));
const declared = planFrom(valid);
const with_ = (...changes: string[]) => changedPlan(declared, "changed", changes.map(parseChange));
const environmentOf = (plan: typeof declared, name: string) =>
  plan.pools.flatMap(({ environments = [] }) => environments).find((one) => one.name === name);

describe("shared compute that is declared", () => {
  it("is pools of the environments that queues share, with the queues", () => {
    expect(
      declared.pools.map(({ name, capacity, queues }) => [name, capacity, queues.map(({ settings }) => settings.name)]),
    ).toEqual([
      ["cpu + own", { vCPUs: 72 }, ["cpu"]],
      ["gpu", { vCPUs: 96 }, ["gpu"]],
      ["fargate", { vCPUs: 16 }, ["light"]],
    ]);
  });

  it("has the policies, time limits and order of its queues", () => {
    const [cpu] = queuesOf(declared);
    expect(cpu?.settings.policy).toEqual({
      kind: "FAIR_SHARE",
      shareDecaySeconds: 3600,
      computeReservation: 10,
      weights: { "ml*": 1, finance: 3 },
    });
    expect(cpu?.containers?.timeLimits).toEqual({ "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": 3600 });
    expect(
      cpu?.containers?.environments.map((key) => declared.pools[0]?.environments?.find((one) => one.key === key)?.name),
    ).toEqual(["cpu", "own"]);
  });

  it("has instances where AWS Batch starts them", () => {
    expect(environmentOf(declared, "gpu")).toMatchObject({
      maxvCpus: 96,
      fleet: {
        instanceTypes: ["g5.xlarge", "g5.12xlarge"],
        strategy: "SPOT_CAPACITY_OPTIMIZED",
        spot: true,
        keepIdle: 1_200_000,
      },
    });
    expect(environmentOf(declared, "fargate")?.fleet).toBeUndefined();
    expect(environmentOf(declared, "own")).toMatchObject({ maxvCpus: 8 });
  });

  it("is one pool where queues share environments by way of another queue", () => {
    const order = (...names: string[]) => names.map((computeEnvironment, i) => ({ order: i + 1, computeEnvironment }));
    const { pools } = planFrom(
      changed({
        "JobQueues.GPU_QUEUE_CREATE_REQUEST.computeEnvironmentOrder": order("gpu", "own"),
      }),
    );
    expect(pools.map(({ name, queues }) => [name, queues.length])).toEqual([
      ["cpu + gpu + own", 2],
      ["fargate", 1],
    ]);
  });

  it("cannot be replayed when an environment is declared elsewhere, or says no vCPUs", () => {
    const elsewhere = "arn:aws:batch:eu-west-1:123456789012:compute-environment/elsewhere";
    const order = [{ order: 1, computeEnvironment: elsewhere }];
    expect(() => planFrom(changed({ "JobQueues.GPU_QUEUE_CREATE_REQUEST.computeEnvironmentOrder": order }))).toThrow(
      /depends on .*elsewhere, which is not declared with it: its capacity is not known/,
    );
    expect(() => planFrom(changed({ "ComputeEnvs.OWN_CE_CREATE_REQUEST.unmanagedvCpus": undefined }))).toThrow(
      "own says neither maxvCpus nor unmanagedvCpus: its capacity is not known",
    );
  });

  it("is found in a file by its groups", () => {
    const file = join(temporaryFolder(), "compute.json");
    writeFileSync(file, JSON.stringify(valid));
    expect(planOfFile(file).pools).toHaveLength(3);
  });
});

describe("a change of a compute environment", () => {
  it("is of its vCPUs, its instance types and its strategy", () => {
    const plan = with_(
      "cpu.maxvCpus=128",
      "cpu.minvCpus=8",
      "cpu.instanceTypes=m6i.large,c6i",
      "cpu.allocationStrategy=BEST_FIT_PROGRESSIVE",
    );
    expect(environmentOf(plan, "cpu")).toMatchObject({
      maxvCpus: 128,
      fleet: { minvCpus: 8, instanceTypes: ["m6i.large", "c6i"], strategy: "BEST_FIT_PROGRESSIVE" },
    });
    expect(plan.pools[0]?.capacity).toEqual({ vCPUs: 136 });
    expect(sizeOf(declared.pools[0]?.capacity ?? {})).toBe(72);
  });

  it("is of all with *, and of queues as of others", () => {
    expect(with_("*.maxvCpus=10").pools.map(({ capacity }) => sizeOf(capacity))).toEqual([20, 10, 10]);
    expect(queuesOf(with_("cpu.policy=FIFO"))[0]?.settings.policy).toEqual({ kind: "FIFO" });
  });

  it.each([
    ["fargate.minvCpus=8", "fargate starts no instances: fargate.minvCpus=8 changes nothing"],
    ["cpu.instanceTypes=c6i,z99.large", "No instance type z99.large is known: cpu.instanceTypes=c6i,z99.large"],
    ["cpu.maxvCpus=many", "maxvCpus is a whole number: not cpu.maxvCpus=many"],
    ["cpu.allocationStrategy=BEST", /^allocationStrategy is one of BEST_FIT, BEST_FIT_PROGRESSIVE/],
    ["disk.maxvCpus=8", /^Nothing called disk has a maxvCpus \(there are: cpu, own, cpu, gpu, gpu, fargate, light\)/],
    ["cpu.capacity=8", /^Nothing called cpu has a capacity/],
  ])("%s is refused", (change, message) => expect(() => with_(change)).toThrow(message));
});

it("the policies of containers are fair share and FIFO", () => {
  expect(policyVariants(declared).map(({ name }) => name)).toEqual(["fair share", "FIFO"]);
});

it("a target divides vCPUs among the environments in the proportion of what is declared", () => {
  const [cpu, gpu, light] = scaledPlan(declared, 92).pools;
  expect([cpu, gpu, light].map((pool) => sizeOf(pool?.capacity ?? {}))).toEqual([36, 48, 8]);
  expect(cpu?.environments?.map(({ maxvCpus }) => maxvCpus)).toEqual([32, 4]);
});
