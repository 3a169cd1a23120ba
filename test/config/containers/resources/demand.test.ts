import type { JobDefinition, ResourceType, SubmitJobRequest } from "@aws-sdk/client-batch";
import { demandOf, partsOf } from "../../../../config/containers/resources";

type Definition = Parameters<typeof partsOf>[0];
type Overrides = Partial<SubmitJobRequest>;

const UNITS = { VCPU: "vCPUs", MEMORY: "MiB of memory", GPU: "GPUs" } as const;
const demand = (definition: Definition, overrides: Overrides = {}, type: ResourceType = "VCPU") =>
  demandOf(partsOf(definition, overrides), type, UNITS[type]);
/** Amounts of vCPUs, MiB and GPUs. */
const amounts = (definition: Definition, overrides: Overrides = {}) =>
  (["VCPU", "MEMORY", "GPU"] as const).map((type) => demand(definition, overrides, type).amount);

const needs = (vcpus: number, memory = 1024, gpus?: number) => ({
  resourceRequirements: [
    { type: "VCPU" as const, value: String(vcpus) },
    { type: "MEMORY" as const, value: String(memory) },
    ...(gpus === undefined ? [] : [{ type: "GPU" as const, value: String(gpus) }]),
  ],
});
const ecs = (containers: Record<string, ReturnType<typeof needs>>) => ({
  taskProperties: [{ containers: Object.entries(containers).map(([name, one]) => ({ name, image: "i", ...one })) }],
});
const pod = (
  containers: readonly Record<string, string>[],
  initContainers: readonly Record<string, string>[] = [],
  member: "limits" | "requests" = "limits",
) => {
  const list = (all: readonly Record<string, string>[], prefix: string) =>
    all.map((one, index) => ({ name: `${prefix}${index}`, image: "i", resources: { [member]: one } }));
  return { podProperties: { containers: list(containers, "c"), initContainers: list(initContainers, "i") } };
};
const nodes = (numNodes: number, ...ranges: [string, object][]): Pick<JobDefinition, "nodeProperties"> => ({
  nodeProperties: {
    numNodes,
    mainNode: 0,
    nodeRangeProperties: ranges.map(([targetNodes, one]) => ({ targetNodes, ...one })),
  },
});

describe("a container", () => {
  it("asks for what its requirements say, once", () => {
    expect(amounts({ containerProperties: needs(4, 2048, 1) })).toEqual([4, 2048, 1]);
    expect(demand({ containerProperties: needs(4) }).sum).toBeUndefined();
  });

  it("asks for no GPU when it says nothing of one, and leaves open what it does not say of the others", () => {
    const definition = { containerProperties: { image: "i" } };
    expect(demand(definition, {}, "GPU")).toEqual({ amount: 0, sum: undefined, gaps: [] });
    expect(demand(definition).gaps).toEqual([{ at: ["containerProperties"] }]);
  });

  it("of the old members asks for them, unless an override or its list says otherwise", () => {
    const old = { containerProperties: { image: "i", vcpus: 8, memory: 512 } };
    expect(amounts(old)).toEqual([8, 512, 0]);
    expect(amounts(old, { containerOverrides: { vcpus: 2 } })).toEqual([2, 512, 0]);
    expect(amounts(old, { containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "3" }] } })).toEqual([
      3, 512, 0,
    ]);
  });

  // ContainerOverrides, vcpus.
  it("whose list says how many vCPUs keeps them under an override by the old member", () => {
    expect(amounts({ containerProperties: needs(96) }, { containerOverrides: { vcpus: 1 } })).toEqual([96, 1024, 0]);
  });

  it("that says one thing twice asks for the larger", () => {
    const twice = { resourceRequirements: [...needs(1).resourceRequirements, ...needs(64).resourceRequirements] };
    expect(amounts({ containerProperties: twice })).toEqual([64, 1024, 0]);
  });

  it.each(["", "much", "-4"])("that asks for %j leaves open how much that is", (value) => {
    const { amount, gaps } = demand(
      { containerProperties: { resourceRequirements: [{ type: "GPU", value }] } },
      {},
      "GPU",
    );
    expect(amount).toBe(0);
    expect(gaps).toEqual([{ at: ["containerProperties"], why: "what it says is no amount" }]);
  });
});

describe("a task of Amazon ECS", () => {
  const definition = { ecsProperties: ecs({ main: needs(4, 2048, 1), side: needs(2, 512) }) };

  it("asks for the sum of its containers", () => {
    expect(amounts(definition)).toEqual([6, 2560, 1]);
    expect(demand(definition).sum).toBe("(4 + 2) vCPUs = 6 vCPUs");
  });

  it("asks for what an override gives the container of that name", () => {
    const resourceRequirements = [{ type: "VCPU" as const, value: "16" }];
    const overrides = {
      ecsPropertiesOverride: { taskProperties: [{ containers: [{ name: "side", resourceRequirements }] }] },
    };
    expect(amounts(definition, overrides)).toEqual([20, 2560, 1]);
  });

  it("asks for more when an override names none of its containers", () => {
    const overrides = { ecsPropertiesOverride: { taskProperties: [{ containers: [{ name: "other", ...needs(8) }] }] } };
    expect(demand(definition, overrides).amount).toBe(14);
  });

  it("leaves open what one of its containers does not say, and none there are", () => {
    const silent = { taskProperties: [{ containers: [{ name: "a", image: "i" }] }] };
    expect(demand({ ecsProperties: silent }).gaps).toEqual([
      { at: ["ecsProperties", "taskProperties", 0, "containers", 0] },
    ]);
    expect(demand({ ecsProperties: { taskProperties: [] } }).gaps).toEqual([
      { at: ["ecsProperties"], why: "it has no container" },
    ]);
  });
});

describe("a pod of Amazon EKS", () => {
  it.each(["limits", "requests"] as const)("asks for the sum of its containers' %s", (member) => {
    const containers: Record<string, string>[] = [
      { cpu: "500m", memory: "2Gi", "nvidia.com/gpu": "1" },
      { cpu: "1.5", memory: "512Mi" },
    ];
    expect(amounts({ eksProperties: pod(containers, [], member) })).toEqual([2, 2560, 1]);
  });

  it("asks for its largest init container when that is more than all others together", () => {
    const one = { cpu: "1", memory: "1Gi" };
    const definition = {
      eksProperties: pod(
        [one, one],
        [
          { cpu: "8", memory: "1Gi" },
          { cpu: "4", memory: "1Gi" },
        ],
      ),
    };
    expect(amounts(definition)).toEqual([8, 2048, 0]);
    expect(demand(definition).sum).toBe("8 vCPUs of an init container = 8 vCPUs");
  });

  it("asks for the larger of limits and requests", () => {
    const resources = { limits: { cpu: "4" }, requests: { cpu: "1" } };
    expect(demand({ eksProperties: { podProperties: { containers: [{ image: "i", resources }] } } }).amount).toBe(4);
  });

  it("is overridden by the names of its containers, init containers, and of the only one without a name", () => {
    const override = (member: string, name: string | undefined, cpu: string) => ({
      eksPropertiesOverride: { podProperties: { [member]: [{ name, resources: { limits: { cpu } } }] } },
    });
    const both = {
      eksProperties: pod(
        [
          { cpu: "1", memory: "1Gi" },
          { cpu: "2", memory: "1Gi" },
        ],
        [{ cpu: "1" }],
      ),
    };
    expect(demand(both, override("containers", "c1", "9")).amount).toBe(10);
    expect(demand(both, override("initContainers", "i0", "7")).amount).toBe(7);
    const only = { eksProperties: pod([{ cpu: "1", memory: "1Gi" }]) };
    expect(amounts(only, override("containers", undefined, "3"))).toEqual([3, 1024, 0]);
    const nameless = { eksProperties: { podProperties: { containers: [{ image: "i" }] } } };
    expect(demand(nameless, override("containers", "Default", "3"))).toMatchObject({ amount: 3, gaps: [] });
  });

  it("leaves open what it does not say, and what nobody can read", () => {
    const { gaps } = demand({ eksProperties: pod([{ cpu: "1", memory: "plenty" }, { cpu: "1" }]) }, {}, "MEMORY");
    const at = (index: number) => ["eksProperties", "podProperties", "containers", index];
    expect(gaps).toEqual([{ at: at(0), why: "what it says is no amount" }, { at: at(1) }]);
  });

  it("has sums without the dust of binary fractions", () => {
    expect(demand({ eksProperties: pod([{ cpu: "100m" }, { cpu: "200m" }]) }).amount).toBe(0.3);
  });
});

describe("a job of nodes", () => {
  const container = (vcpus: number, memory?: number, gpus?: number) => ({ container: needs(vcpus, memory, gpus) });

  it("asks for its nodes times what each asks for, and says so", () => {
    const definition = nodes(200, ["0:", container(192, 2000, 8)]);
    expect(amounts(definition)).toEqual([38_400, 400_000, 1600]);
    expect(demand(definition).sum).toBe("200 nodes x 192 vCPUs = 38,400 vCPUs");
  });

  it("asks in each range of nodes for what that says: containers, tasks and pods", () => {
    const definition = nodes(
      10,
      ["0", container(2)],
      ["1:5", { ecsProperties: ecs({ a: needs(4), b: needs(1) }) }],
      ["6:", { eksProperties: pod([{ cpu: "3", memory: "1Gi" }]) }],
    );
    expect(demand(definition)).toEqual({
      amount: 2 + 5 * 5 + 4 * 3,
      sum: "1 node x 2 vCPUs + 5 nodes x (4 + 1) vCPUs + 4 nodes x 3 vCPUs = 39 vCPUs",
      gaps: [],
    });
  });

  // NodeRangeProperty, targetNodes.
  it("asks in an inner range for what that says, and for the rest of the outer one", () => {
    const inner = { container: { resourceRequirements: [{ type: "VCPU" as const, value: "1" }] } };
    expect(amounts(nodes(11, ["4:5", inner], [":", container(4, 100)]))).toEqual([9 * 4 + 2, 1100, 0]);
  });

  it("has as many nodes as an override says", () => {
    const definition = nodes(2, ["0:0", container(1)], ["1:", container(10)]);
    expect(demand(definition, { nodeOverrides: { numNodes: 50 } }).amount).toBe(491);
  });

  it("asks for what overrides of some of its nodes say, in each of the ways", () => {
    const definition = nodes(
      6,
      ["0:1", container(1)],
      ["2:3", { ecsProperties: ecs({ a: needs(1) }) }],
      ["4:", { eksProperties: pod([{ cpu: "1", memory: "1Gi" }]) }],
    );
    const more = needs(10);
    const nodePropertyOverrides = [
      { targetNodes: "1:1", containerOverrides: more },
      { targetNodes: "2:2", ecsPropertiesOverride: { taskProperties: [{ containers: [{ name: "a", ...more }] }] } },
      {
        targetNodes: "5:",
        eksPropertiesOverride: { podProperties: { containers: [{ resources: { limits: { cpu: "10" } } }] } },
      },
    ];
    expect(demand(definition, { nodeOverrides: { nodePropertyOverrides } }).amount).toBe(3 + 30);
  });

  it("leaves open what nodes ask for that no range has", () => {
    expect(demand(nodes(5, ["0:1", container(1)])).gaps).toEqual([
      { at: ["nodeProperties"], why: "3 of its nodes have no container" },
    ]);
    expect(demand(nodes(5, ["all", container(1)])).gaps).toHaveLength(1);
    expect(demand(nodes(0, [":", container(1)])).gaps).toEqual([
      { at: ["nodeProperties"], why: "it has no container" },
    ]);
  });

  it("of two billion nodes is counted at once", () => {
    expect(demand(nodes(2 ** 31 - 1, [":", container(2)])).amount).toBe(2 * (2 ** 31 - 1));
  });

  it("of many ranges tells some of them", () => {
    const ranges = Array.from({ length: 7 }, (_, index): [string, object] => [`${index}`, container(index + 1)]);
    expect(demand(nodes(7, ...ranges)).sum).toMatch(/^1 node x 1 vCPUs \+ .* x 4 vCPUs \+ 3 more = 28 vCPUs$/);
  });
});
