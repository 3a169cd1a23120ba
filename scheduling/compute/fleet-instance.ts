import type { Candidate } from "./candidates";
import type { Instance } from "./capacity";
import type { Resources } from "./demand";

/** An instance as its fleet has it. */
export class FleetInstance implements Instance {
  readonly type: string;
  readonly size: Resources;
  free: Resources;
  jobs = 0;
  /** A reclaimed one is gone, though its jobs may not know it yet. */
  isGone = false;
  /** Of a type that its environment may not have any more. */
  isOutdated = false;

  constructor(
    { type, vcpus, memory, gpus }: Candidate,
    /** Since when it has had no job; undefined: it has. */
    public idleSince: number | undefined,
  ) {
    this.type = type;
    this.size = { vcpus, memory, gpus };
    this.free = this.size;
  }

  take({ vcpus, memory, gpus }: Resources): void {
    const { free } = this;
    this.free = { vcpus: free.vcpus - vcpus, memory: free.memory - memory, gpus: free.gpus - gpus };
    this.jobs += 1;
    this.idleSince = undefined;
  }

  giveBack({ vcpus, memory, gpus }: Resources, at: number): void {
    const { free } = this;
    this.free = { vcpus: free.vcpus + vcpus, memory: free.memory + memory, gpus: free.gpus + gpus };
    this.jobs -= 1;
    if (this.jobs === 0) this.idleSince = at;
  }
}
