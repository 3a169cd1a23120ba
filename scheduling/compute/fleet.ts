import { type AllocationStrategy, type Candidate, candidatesOf } from "./candidates";
import type { Capacity, Instance, Misfit, Outage, Place } from "./capacity";
import { fits, type Resources } from "./demand";
import { FleetInstance } from "./fleet-instance";

export interface FleetSettings {
  /** vCPUs that are kept, with or without jobs. */
  readonly minvCpus: number;
  readonly maxvCpus: number;
  /** vCPUs that somebody wishes to have at once. */
  readonly desiredvCpus: number;
  readonly instanceTypes: readonly string[];
  readonly strategy: AllocationStrategy;
  /** Whether the instances are Spot Instances. */
  readonly spot: boolean;
  /** A disabled environment takes no jobs, but keeps its minimum (API Reference, ComputeResource, minvCpus). */
  readonly enabled: boolean;
  /** Milliseconds that an instance stays without a job. */
  readonly keepIdle: number;
  readonly outage: Outage | undefined;
  /** The types that the outage is about; absent: all. */
  readonly outageTypes?: readonly string[] | undefined;
}

/** Outages under which an environment takes no job at all. */
const TAKES_NOTHING: readonly (Outage | undefined)[] = ["invalid", "undetermined"];

/** The instances of an environment of type EC2 or SPOT: they come when a job needs one, and go when they have had none for a while. */
export class Fleet implements Capacity {
  usedVcpus = 0;
  /** vCPUs of all instances. */
  vcpus = 0;
  private readonly all = new Set<FleetInstance>();
  /** Those that have vCPUs free. */
  private readonly open = new Set<FleetInstance>();
  /** Those without a job, the longest idle first. */
  private readonly idle = new Set<FleetInstance>();
  private readonly reclaims = new Map<string, number>();
  private candidates: readonly Candidate[];
  /** The wish of the settings, until it has been fulfilled and forgotten. */
  private wish = 0;

  constructor(
    private settings: FleetSettings,
    at: number,
  ) {
    this.candidates = candidatesOf(settings.instanceTypes, settings.strategy);
    this.wish = settings.desiredvCpus;
    this.keepFloor(at);
  }

  get instances(): readonly Instance[] {
    return [...this.all];
  }

  /** What DescribeComputeEnvironments shows: between both limits (rule E10). */
  get desiredvCpus(): number {
    let smallest = Infinity;
    for (const { size } of this.all) smallest = Math.min(smallest, size.vcpus);
    const scaled = this.vcpus - smallest < this.floor ? this.floor : this.vcpus;
    return Math.min(scaled, this.settings.maxvCpus);
  }

  /** When the next idle instance may go; undefined: none is idle, or all are kept. */
  get nextRetirement(): number | undefined {
    for (const { idleSince, size } of this.idle) {
      if (idleSince !== undefined && this.isSpare(size.vcpus)) return idleSince + this.settings.keepIdle;
    }
    return undefined;
  }

  /** Follows its environment, which may have changed. */
  configure(settings: FleetSettings, at: number): void {
    if (settings.desiredvCpus !== this.settings.desiredvCpus) {
      this.wish = settings.desiredvCpus;
      // What is wished for stays as long as what a job has just left.
      for (const instance of this.idle) instance.idleSince = at;
    }
    this.settings = settings;
    this.candidates = candidatesOf(settings.instanceTypes, settings.strategy, this.reclaims);
    this.replaceOutdated();
    this.keepFloor(at);
  }

  place(demand: Resources, at: number): Place | Misfit {
    const instance = this.instanceFor(demand);
    if (instance !== undefined) return this.put(demand, instance);
    const launch = this.launchFor(demand);
    if (launch.kind !== "launch") return launch;
    for (const spare of launch.instead) this.end(spare);
    const placed = this.put(demand, this.launch(launch.candidate, at));
    this.keepFloor(at);
    return placed;
  }

  misfit(demand: Resources): Misfit | undefined {
    if (this.instanceFor(demand) !== undefined) return undefined;
    const launch = this.launchFor(demand);
    return launch.kind === "launch" ? undefined : launch;
  }

  release({ instance }: Place, demand: Resources, at: number): void {
    if (!(instance instanceof FleetInstance)) return;
    this.usedVcpus -= demand.vcpus;
    instance.giveBack(demand, at);
    if (instance.isGone) return;
    if (instance.isOutdated) {
      if (instance.jobs === 0) this.end(instance);
      return;
    }
    this.open.add(instance);
    if (instance.jobs === 0) this.idle.add(instance);
  }

  /** Lets instances go that have been idle for long enough, down to the minimum. */
  retire(at: number): void {
    for (const instance of this.idle) {
      if ((instance.idleSince ?? at) + this.settings.keepIdle > at) return;
      if (!this.isSpare(instance.size.vcpus)) continue;
      this.wish = 0;
      this.end(instance);
    }
  }

  /** A Spot Instance goes; its jobs are still to be released. */
  reclaim(instance: Instance, at: number): void {
    if (!(instance instanceof FleetInstance) || instance.isGone) return;
    this.end(instance);
    this.reclaims.set(instance.type, (this.reclaims.get(instance.type) ?? 0) + 1);
    this.configure(this.settings, at);
  }

  private get floor(): number {
    return Math.max(this.settings.minvCpus, this.wish);
  }

  private get isClosed(): boolean {
    return TAKES_NOTHING.includes(this.settings.outage);
  }

  /** Whether the environment would keep its minimum without so many vCPUs. */
  private isSpare(vcpus: number): boolean {
    return this.vcpus - vcpus >= this.settings.minvCpus;
  }

  /** Rule E4: of the instances with room, that with the fewest vCPUs free. */
  private instanceFor(demand: Resources): FleetInstance | undefined {
    const { enabled, maxvCpus } = this.settings;
    if (!enabled || this.isClosed || demand.vcpus > maxvCpus) return undefined;
    let best: FleetInstance | undefined;
    for (const instance of this.open) {
      if (!fits(demand, instance.free)) continue;
      if (best === undefined || instance.free.vcpus < best.free.vcpus) best = instance;
      if (best.free.vcpus === demand.vcpus) break;
    }
    return best;
  }

  private put(demand: Resources, instance: FleetInstance): Place {
    instance.take(demand);
    this.usedVcpus += demand.vcpus;
    this.idle.delete(instance);
    if (instance.free.vcpus <= 0) this.open.delete(instance);
    return { kind: "placed", instance };
  }

  /** The instance to launch for a job, and those that go for it. */
  private launchFor(demand: Resources): Launch | Misfit {
    const { enabled, maxvCpus, outage } = this.settings;
    if (!enabled) return { kind: "disabled" };
    if (demand.vcpus > maxvCpus) return { kind: "max-vcpus" };
    const large = this.candidates.filter((one) => fits(demand, one));
    const [first] = large;
    if (first === undefined) return { kind: "instance-types" };
    if (outage !== undefined && this.isClosed) return { kind: "outage", outage, instanceType: first.type };
    const allowed = large.filter(({ vcpus }) => !this.isStrict || vcpus <= maxvCpus);
    const [chosen] = allowed;
    if (chosen === undefined) return { kind: "max-vcpus" };
    // BEST_FIT waits for the type that fits best; the others go on to the next one.
    const usable = this.settings.strategy === "BEST_FIT" ? [chosen] : allowed;
    const candidate = usable.find(({ type }) => !this.isOut(type));
    const instead = this.roomFor(candidate ?? chosen);
    if (instead === undefined) return { kind: "busy" };
    if (candidate !== undefined) return { kind: "launch", candidate, instead };
    return { kind: "outage", outage: outage ?? "undetermined", instanceType: chosen.type };
  }

  private isOut(type: string): boolean {
    const { outage, outageTypes } = this.settings;
    return outage !== undefined && (outageTypes?.includes(type) ?? true);
  }

  /**
   * Rule E8. ComputeResource, allocationStrategy: "With any allocation strategy except BEST_FIT using On-Demand (EC2) compute resources,
   * Batch might need to exceed maxvCpus ... Batch never exceeds maxvCpus by more than a single instance."
   */
  private get isStrict(): boolean {
    return this.settings.strategy === "BEST_FIT" && !this.settings.spot;
  }

  private canGrow(vcpus: number, by: number): boolean {
    const { maxvCpus } = this.settings;
    return this.isStrict ? vcpus + by <= maxvCpus : vcpus < maxvCpus;
  }

  /** @returns the idle instances that have to go for another one (rule E9); undefined: even then there is no room for it */
  private roomFor({ vcpus: by }: Candidate): FleetInstance[] | undefined {
    const instead: FleetInstance[] = [];
    let left = this.vcpus;
    if (this.canGrow(left, by)) return instead;
    for (const instance of this.idle) {
      instead.push(instance);
      left -= instance.size.vcpus;
      if (this.canGrow(left, by)) return instead;
    }
    return undefined;
  }

  private launch(candidate: Candidate, at: number): FleetInstance {
    const instance = new FleetInstance(candidate, at);
    this.all.add(instance);
    this.open.add(instance);
    this.vcpus += candidate.vcpus;
    return instance;
  }

  private end(instance: FleetInstance): void {
    instance.isGone = true;
    this.vcpus -= instance.size.vcpus;
    for (const set of [this.all, this.open, this.idle]) set.delete(instance);
  }

  /**
   * Instances of types that the environment may not have any more get no further jobs, and go when those that they have are
   * over. Source: User Guide, "Performing an infrastructure update": running jobs are let finish.
   */
  private replaceOutdated(): void {
    const types = new Set(this.candidates.map(({ type }) => type));
    for (const instance of this.all) {
      if (types.has(instance.type)) continue;
      instance.isOutdated = true;
      this.open.delete(instance);
      if (instance.jobs === 0) this.end(instance);
    }
  }

  /** Launches what the minimum and the wish need. */
  private keepFloor(at: number): void {
    while (this.vcpus < this.floor) {
      const candidate = this.candidates.find(({ type, vcpus }) => !this.isOut(type) && this.canGrow(this.vcpus, vcpus));
      if (candidate === undefined) return;
      this.idle.add(this.launch(candidate, at));
    }
  }
}

interface Launch {
  readonly kind: "launch";
  readonly candidate: Candidate;
  readonly instead: readonly FleetInstance[];
}
