import fc from "fast-check";
import {
  candidatesOf,
  fits,
  Fleet,
  type FleetSettings,
  type Instance,
  type Place,
  type Resources,
} from "../../../scheduling";
import { IDLE, needs, settings } from "./fleets";

const strategies = [
  "BEST_FIT",
  "BEST_FIT_PROGRESSIVE",
  "BEST_FIT_PROGRESSIVE_ORDERED",
  "SPOT_CAPACITY_OPTIMIZED",
  "SPOT_PRICE_CAPACITY_OPTIMIZED",
] as const;

const demands = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40_000 }), fc.constantFrom(0, 0, 0, 1, 2))
  .map(([vcpus, memory, gpus]) => needs(vcpus, memory, gpus));

const environments = fc
  .record({
    minvCpus: fc.integer({ min: 0, max: 12 }),
    maxvCpus: fc.integer({ min: 1, max: 40 }),
    instanceTypes: fc.uniqueArray(
      fc.constantFrom("m5.large", "m5.xlarge", "c5", "r5.2xlarge", "g4dn.xlarge", "g4dn", "optimal"),
      { minLength: 1, maxLength: 4 },
    ),
    strategy: fc.constantFrom(...strategies),
    spot: fc.boolean(),
  })
  .map((some): FleetSettings => settings({ ...some, minvCpus: Math.min(some.minvCpus, some.maxvCpus) }));

type Step =
  | { readonly kind: "place"; readonly demand: Resources }
  | { readonly kind: "release"; readonly which: number }
  | { readonly kind: "reclaim"; readonly which: number }
  | { readonly kind: "wait"; readonly milliseconds: number };

const which = fc.nat(30);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: demands.map((demand): Step => ({ kind: "place", demand })) },
    { weight: 3, arbitrary: which.map((number): Step => ({ kind: "release", which: number })) },
    { weight: 1, arbitrary: which.map((number): Step => ({ kind: "reclaim", which: number })) },
    { weight: 1, arbitrary: fc.nat(2 * IDLE).map((milliseconds): Step => ({ kind: "wait", milliseconds })) },
  ),
  { maxLength: 60 },
);

interface Placed {
  readonly place: Place;
  readonly demand: Resources;
}

/** Does what the steps say, and looks after each. */
function run(
  environment: FleetSettings,
  trace: readonly Step[],
  look: (fleet: Fleet, placed: readonly Placed[]) => void,
) {
  const fleet = new Fleet(environment, 0);
  const log: string[] = [];
  let at = 0;
  let placed: Placed[] = [];
  const release = (gone: readonly Placed[]) => {
    placed = placed.filter((one) => !gone.includes(one));
    for (const { place, demand } of gone) fleet.release(place, demand, at);
  };
  for (const step of trace) {
    if (step.kind === "place") {
      const place = fleet.place(step.demand, at);
      if (place.kind === "placed") placed.push({ place, demand: step.demand });
      log.push(place.kind === "placed" ? (place.instance?.type ?? "") : place.kind);
    } else if (step.kind === "release") {
      release(placed.filter((_, index) => index === step.which % placed.length));
    } else if (step.kind === "reclaim") {
      const instance = fleet.instances[step.which % Math.max(fleet.instances.length, 1)];
      if (instance !== undefined) fleet.reclaim(instance, at);
      release(placed.filter(({ place }) => place.instance === instance && instance !== undefined));
    } else {
      at += step.milliseconds;
      fleet.retire(at);
    }
    look(fleet, placed);
  }
  return log;
}

const sum = (list: readonly Resources[], of: (one: Resources) => number) => list.reduce((all, one) => all + of(one), 0);
const isStrict = ({ strategy, spot }: FleetSettings) => strategy === "BEST_FIT" && !spot;

/** What is wrong with the books of an instance. */
function wrongOn(instance: Instance, placed: readonly Placed[]): string[] {
  const jobs = placed.filter(({ place }) => place.instance === instance).map(({ demand }) => demand);
  return (["vcpus", "memory", "gpus"] as const).flatMap((what) => {
    const used = sum(jobs, (one) => one[what]);
    if (used > instance.size[what]) return `${instance.type} has too few ${what}`;
    return instance.free[what] === instance.size[what] - used ? [] : `${what} of ${instance.type} are not what is free`;
  });
}

describe("a fleet, whatever happens to it", () => {
  it("has on no instance more than it holds, and knows what it has", () => {
    fc.assert(
      fc.property(environments, steps, (environment, trace) => {
        run(environment, trace, (fleet, placed) => {
          expect(fleet.instances.flatMap((instance) => wrongOn(instance, placed))).toEqual([]);
          expect(fleet.vcpus).toBe(
            sum(
              fleet.instances.map(({ size }) => size),
              ({ vcpus }) => vcpus,
            ),
          );
          expect(fleet.usedVcpus).toBe(
            sum(
              placed.map(({ demand }) => demand),
              ({ vcpus }) => vcpus,
            ),
          );
          expect(placed.every(({ place: { instance } }) => instance && fleet.instances.includes(instance))).toBe(true);
        });
      }),
    );
  });

  it("is never above its maximum, or by one instance at most", () => {
    fc.assert(
      fc.property(environments, steps, (environment, trace) => {
        run(environment, trace, (fleet) => {
          const sizes = fleet.instances.map(({ size }) => size.vcpus);
          const most = environment.maxvCpus + (isStrict(environment) ? 0 : Math.max(0, ...sizes) - 1);
          expect(fleet.vcpus).toBeLessThanOrEqual(most);
          expect(fleet.desiredvCpus).toBeLessThanOrEqual(environment.maxvCpus);
          expect(fleet.desiredvCpus).toBeGreaterThanOrEqual(environment.minvCpus);
        });
      }),
    );
  });

  it("keeps its minimum, as far as instances go into its maximum", () => {
    fc.assert(
      fc.property(environments, steps, (environment, trace) => {
        const smallest = Math.min(
          ...candidatesOf(environment.instanceTypes, environment.strategy).map(({ vcpus }) => vcpus),
        );
        run(environment, trace, (fleet) => {
          const isFull = isStrict(environment) && fleet.vcpus + smallest > environment.maxvCpus;
          expect(fleet.vcpus >= environment.minvCpus || isFull).toBe(true);
        });
      }),
    );
  });

  it("ends with its minimum when all jobs are over", () => {
    fc.assert(
      fc.property(environments, steps, (environment, trace) => {
        let last: readonly Placed[] = [];
        let fleet: Fleet | undefined;
        run(environment, trace, (one, placed) => {
          fleet = one;
          last = placed;
        });
        const end = trace.length * 2 * IDLE;
        for (const { place, demand } of last) fleet?.release(place, demand, end);
        fleet?.retire(end + IDLE);
        expect(fleet?.nextRetirement).toBeUndefined();
        const spare = fleet?.instances.filter(({ size }) => (fleet?.vcpus ?? 0) - size.vcpus >= environment.minvCpus);
        expect(spare ?? []).toEqual([]);
      }),
    );
  });

  it("runs every job of a queue in the end that one of its types could hold", () => {
    fc.assert(
      fc.property(environments, fc.array(demands, { maxLength: 40 }), (environment, jobs) => {
        const candidates = candidatesOf(environment.instanceTypes, environment.strategy);
        const fleet = new Fleet(environment, 0);
        const running: Placed[] = [];
        for (const demand of jobs) {
          const could = candidates.some(
            (one) => fits(demand, one) && (!isStrict(environment) || one.vcpus <= environment.maxvCpus),
          );
          let place = fleet.place(demand, 0);
          // Each time that the head of the queue has to wait, the oldest job ends.
          while (place.kind === "busy") {
            const oldest = running.shift();
            if (oldest === undefined) throw new Error("a job waits for an empty fleet");
            fleet.release(oldest.place, oldest.demand, 0);
            place = fleet.place(demand, 0);
          }
          expect(place.kind === "placed").toBe(could && demand.vcpus <= environment.maxvCpus);
          if (place.kind === "placed") running.push({ place, demand });
        }
      }),
    );
  });

  it("does the same when the same happens, and says beforehand what it will do", () => {
    fc.assert(
      fc.property(environments, steps, demands, (environment, trace, demand) => {
        const log = run(environment, trace, () => undefined);
        expect(run(environment, trace, (fleet) => fleet.misfit(demand))).toEqual(log);
        run(environment, trace, (fleet) => {
          const before = fleet.misfit(demand);
          expect(fleet.misfit(demand)).toEqual(before);
        });
      }),
    );
  });
});
