import { Fleet, type Misfit, type Place, type Resources, VcpuPool } from "../../scheduling";
import type { EnvironmentPlan } from "../pools/plan";

/** What a compute environment had in a replay. */
export interface EnvironmentFigures {
  readonly name: string;
  readonly maxvCpus: number;
  /** vCPU-hours that jobs had. */
  readonly usedHours: number;
  /** vCPU-hours of the instances that were there; without instances those that jobs had. */
  readonly startedHours: number;
  /** Of maxvCpus, from the first submission to the last end; 0..1. */
  readonly utilisation: number;
  /** vCPUs of the instances that were there at once, at most: the last one may exceed maxvCpus (rule E8). */
  readonly mostvCpus: number;
}

const HOUR = 3_600_000;

/** A compute environment in a replay, and the books about it. */
export class MeteredEnvironment {
  private readonly capacity: Fleet | VcpuPool;
  private at: number;
  /** vCPUs times milliseconds. */
  private used = 0;
  private started = 0;
  private most = 0;

  constructor(
    private readonly plan: EnvironmentPlan,
    private readonly start: number,
  ) {
    const { maxvCpus, enabled, fleet } = plan;
    this.at = start;
    this.capacity =
      fleet === undefined
        ? new VcpuPool({ maxvCpus, enabled, outage: undefined })
        : new Fleet({ ...fleet, maxvCpus, enabled, desiredvCpus: fleet.minvCpus, outage: undefined }, start);
    this.most = this.vcpus;
  }

  /** vCPUs that jobs may have of it: none while it is disabled. */
  get vcpusForJobs(): number {
    return this.plan.enabled ? this.plan.maxvCpus : 0;
  }

  /** @returns undefined when there is no room now */
  place(demand: Resources, at: number): Place | undefined {
    const place = this.capacity.place(demand, at);
    this.most = Math.max(this.most, this.vcpus);
    return place.kind === "placed" ? place : undefined;
  }

  release(place: Place, demand: Resources, at: number): void {
    this.capacity.release(place, demand, at);
  }

  misfit(demand: Resources): Misfit | undefined {
    return this.capacity.misfit(demand);
  }

  /** Lets time pass: idle instances go, each at its time. To be called before anything happens at that moment. */
  advance(to: number): void {
    const { capacity } = this;
    if (capacity instanceof Fleet) {
      for (let due = capacity.nextRetirement; due !== undefined && due <= to; due = capacity.nextRetirement) {
        this.count(due);
        capacity.retire(due);
      }
    }
    this.count(to);
  }

  figures(until: number): EnvironmentFigures {
    this.advance(until);
    const { name, maxvCpus } = this.plan;
    const there = maxvCpus * (until - this.start);
    return {
      name,
      maxvCpus,
      usedHours: this.used / HOUR,
      startedHours: this.started / HOUR,
      utilisation: there === 0 ? 0 : this.used / there,
      mostvCpus: this.most,
    };
  }

  private get vcpus(): number {
    const { capacity } = this;
    return capacity instanceof Fleet ? capacity.vcpus : capacity.usedVcpus;
  }

  private count(to: number): void {
    if (to <= this.at) return;
    this.used += this.capacity.usedVcpus * (to - this.at);
    this.started += this.vcpus * (to - this.at);
    this.at = to;
  }
}
