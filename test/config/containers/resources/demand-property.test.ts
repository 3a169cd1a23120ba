import type { EksContainer, ResourceRequirement } from "@aws-sdk/client-batch";
import fc from "fast-check";
import { demandOf, partsOf } from "../../../../config/containers/resources";

/** What the containers of one node, or of a job without nodes, say: vCPUs by name. */
interface Described {
  readonly kind: "container" | "task" | "pod";
  readonly containers: ReadonlyMap<string, number>;
  readonly init: ReadonlyMap<string, number>;
}
interface Change extends Described {
  readonly first: number;
  readonly last: number;
}

const NAMES = ["a", "b", "c"];
const amounts = (least: number) =>
  fc.dictionary(fc.constantFrom(...NAMES), fc.integer({ min: 1, max: 64 }), { minKeys: least });
const described: fc.Arbitrary<Described> = fc.oneof(
  fc
    .integer({ min: 1, max: 64 })
    .map((all): Described => ({ kind: "container", containers: new Map([["a", all]]), init: new Map() })),
  amounts(1).map((all): Described => ({ kind: "task", containers: new Map(Object.entries(all)), init: new Map() })),
  fc.tuple(amounts(1), amounts(0)).map(([all, init]): Described => ({
    kind: "pod",
    containers: new Map(Object.entries(all)),
    init: new Map(Object.entries(init)),
  })),
);

const listed = (vcpus: number): { resourceRequirements: ResourceRequirement[] } => ({
  resourceRequirements: [{ type: "VCPU", value: String(vcpus) }],
});
const tasks = (of: ReadonlyMap<string, number>) => ({
  taskProperties: [{ containers: [...of].map(([name, vcpus]) => ({ name, image: "i", ...listed(vcpus) })) }],
});
const pods = ({ containers, init }: Described) => {
  // In thousandths, as Kubernetes has them, too.
  const list = (of: ReadonlyMap<string, number>): EksContainer[] =>
    [...of].map(([name, vcpus]) => ({ name, image: "i", resources: { requests: { cpu: `${vcpus * 1000}m` } } }));
  return { podProperties: { containers: list(containers), initContainers: list(init) } };
};
const alone = ({ containers }: Described) => listed(containers.get("a") ?? 0);

/** Kubernetes and Amazon ECS, one container after the other. */
function countOf({ containers, init }: Described): number {
  let sum = 0;
  for (const one of containers.values()) sum += one;
  for (const one of init.values()) if (one > sum) sum = one;
  return sum;
}

/** Some of the containers, with other amounts. */
function changed(base: Described, change: Described | undefined): Described {
  if (change?.kind !== base.kind) return base;
  const merged = (of: ReadonlyMap<string, number>, by: ReadonlyMap<string, number>) =>
    new Map([...of].map(([name, all]) => [name, by.get(name) ?? all]));
  return { ...base, containers: merged(base.containers, change.containers), init: merged(base.init, change.init) };
}

const withOnly = (change: Described, base: Described): Described => ({
  ...change,
  containers: new Map([...change.containers].filter(([name]) => base.containers.has(name))),
  init: new Map([...change.init].filter(([name]) => base.init.has(name))),
});

const total = (...args: Parameters<typeof partsOf>) => demandOf(partsOf(...args), "VCPU", "vCPUs");

it("counts of a job without nodes what its containers ask for after overrides", () => {
  fc.assert(
    fc.property(described, described, (base, other) => {
      const change = withOnly(other, base);
      const definition = {
        container: { containerProperties: alone(base) },
        task: { ecsProperties: tasks(base.containers) },
        pod: { eksProperties: pods(base) },
      }[base.kind];
      const overrides = {
        container: { containerOverrides: alone(change) },
        task: { ecsPropertiesOverride: tasks(change.containers) },
        pod: { eksPropertiesOverride: pods(change) },
      }[change.kind];
      expect(total(definition, overrides)).toMatchObject({ amount: countOf(changed(base, change)), gaps: [] });
    }),
  );
});

/** Ranges side by side, some with another one within. */
const cluster = fc
  .tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 11 }), described), { maxLength: 4 }),
    described,
  )
  .chain(([count, cuts, first]) => {
    const starts = new Map<number, Described>([[0, first], ...cuts.filter(([cut]) => cut < count)]);
    const ordered = [...starts].sort(([a], [b]) => a - b);
    const ranges = ordered.map(([from, one], index) => ({
      ...one,
      first: from,
      last: (ordered[index + 1]?.[0] ?? count) - 1,
    }));
    const within = fc.array(fc.tuple(fc.nat(), described), { maxLength: 2 }).map((all) =>
      all.flatMap(([at, one]) => {
        const outer = ranges[at % ranges.length];
        return outer === undefined || outer.first === outer.last
          ? []
          : [{ ...one, first: outer.first, last: outer.first }];
      }),
    );
    const change = fc.option(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 }), described));
    return fc.tuple(fc.constant({ count, ranges }), within, change);
  });

it("counts of a job of nodes what each node asks for, one after the other", () => {
  fc.assert(
    fc.property(cluster, fc.boolean(), ([{ count, ranges }, within, change], isOpen) => {
      const all: Change[] = [...ranges, ...within];
      const last = (one: Change) => (isOpen && one.last === count - 1 ? "" : one.last);
      const nodeRangeProperties = all.map((one) => ({
        targetNodes: `${one.first}:${last(one)}`,
        ...(one.kind === "container" ? { container: alone(one) } : {}),
        ...(one.kind === "task" ? { ecsProperties: tasks(one.containers) } : {}),
        ...(one.kind === "pod" ? { eksProperties: pods(one) } : {}),
      }));
      const nodeAt = (index: number): Described => {
        const covering = all.filter((one) => one.first <= index && index <= one.last);
        const narrowest = Math.min(...covering.map((one) => one.last - one.first));
        const found = covering.filter((one) => one.last - one.first === narrowest).at(-1);
        if (found === undefined) throw new Error(`no range has node ${index}`);
        return found;
      };
      const [a, b, given] = change ?? [0, -1, undefined];
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      // An override of containers that none of its nodes has is another matter.
      const known = Array.from({ length: count }, (_, index) => nodeAt(index)).slice(Math.max(from, 0), to + 1);
      const other =
        given === undefined
          ? undefined
          : known
              .filter(({ kind }) => kind === given.kind)
              .reduce<Described>((left, one) => withOnly(left, one), given);
      const nodePropertyOverrides =
        other === undefined
          ? []
          : [
              {
                targetNodes: `${from}:${to}`,
                ...(other.kind === "container" ? { containerOverrides: alone(other) } : {}),
                ...(other.kind === "task" ? { ecsPropertiesOverride: tasks(other.containers) } : {}),
                ...(other.kind === "pod" ? { eksPropertiesOverride: pods(other) } : {}),
              },
            ];
      let expected = 0;
      for (let index = 0; index < count; index += 1) {
        const isOverridden = from <= index && index <= to;
        expected += countOf(changed(nodeAt(index), isOverridden ? other : undefined));
      }
      const definition = { nodeProperties: { numNodes: count, mainNode: 0, nodeRangeProperties } };
      expect(total(definition, { nodeOverrides: { nodePropertyOverrides } })).toMatchObject({
        amount: expected,
        gaps: [],
      });
    }),
    { numRuns: 300 },
  );
});
