/** Rule E1: what a job takes of a compute environment while it runs, and what an instance has for jobs. */
export interface Resources {
  readonly vcpus: number;
  /** MiB */
  readonly memory: number;
  readonly gpus: number;
}

export function fits(demand: Resources, room: Resources): boolean {
  return demand.vcpus <= room.vcpus && demand.memory <= room.memory && demand.gpus <= room.gpus;
}
