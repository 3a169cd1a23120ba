import { Fleet, type FleetSettings, type Misfit, type Place, type Resources } from "../../../scheduling";

export const IDLE = 1000;

export const settings = (changes: Partial<FleetSettings> = {}): FleetSettings => ({
  minvCpus: 0,
  maxvCpus: 16,
  desiredvCpus: 0,
  instanceTypes: ["m5"],
  strategy: "BEST_FIT",
  spot: false,
  enabled: true,
  keepIdle: IDLE,
  outage: undefined,
  ...changes,
});

export const needs = (vcpus: number, memory = 1024, gpus = 0): Resources => ({ vcpus, memory, gpus });

/** A fleet, and the jobs that were placed on it. */
export class FleetOfTest {
  readonly fleet: Fleet;
  at = 0;

  constructor(private changes: Partial<FleetSettings> = {}) {
    this.fleet = new Fleet(settings(changes), 0);
  }

  configure(changes: Partial<FleetSettings>): void {
    this.changes = { ...this.changes, ...changes };
    this.fleet.configure(settings(this.changes), this.at);
  }

  /** @returns the type of its instance; or why there is none */
  place(demand: Resources): string | undefined {
    const place = this.fleet.place(demand, this.at);
    return place.kind === "placed" ? place.instance?.type : place.kind;
  }

  placed(demand: Resources): Place {
    const place = this.fleet.place(demand, this.at);
    if (place.kind !== "placed") throw new Error(`not placed: ${place.kind}`);
    return place;
  }

  misfit(demand: Resources): Misfit | undefined {
    return this.fleet.misfit(demand);
  }

  wait(milliseconds: number): void {
    this.at += milliseconds;
    this.fleet.retire(this.at);
  }

  get types(): string[] {
    return this.fleet.instances.map(({ type }) => type);
  }
}
