import type { Capacity, Misfit, Outage, Place } from "./capacity";
import type { Resources } from "./demand";

export interface VcpuSettings {
  readonly maxvCpus: number;
  readonly enabled: boolean;
  readonly outage: Outage | undefined;
}

/**
 * Rule E11: an environment without instances that AWS Batch would choose: Fargate, where each job has a machine of the size that it asks
 * for, and an unmanaged one, which has what its owner gives it.
 */
export class VcpuPool implements Capacity {
  usedVcpus = 0;

  constructor(private settings: VcpuSettings) {}

  configure(settings: VcpuSettings): void {
    this.settings = settings;
  }

  place(demand: Resources): Place | Misfit {
    const misfit = this.misfit(demand);
    if (misfit !== undefined) return misfit;
    this.usedVcpus += demand.vcpus;
    return { kind: "placed", instance: undefined };
  }

  release(_place: Place, { vcpus }: Resources): void {
    this.usedVcpus -= vcpus;
  }

  misfit({ vcpus }: Resources): Misfit | undefined {
    const { maxvCpus, enabled, outage } = this.settings;
    if (!enabled) return { kind: "disabled" };
    if (vcpus > maxvCpus) return { kind: "max-vcpus" };
    // User Guide, "Jobs stuck in RUNNABLE due to capacity": AWS Batch detects the lack of EC2 instances only.
    if (outage !== undefined) {
      return { kind: "outage", outage: outage === "invalid" ? outage : "undetermined", instanceType: "" };
    }
    return vcpus > maxvCpus - this.usedVcpus ? { kind: "busy" } : undefined;
  }
}
