import type { Demand } from "../history/job";
import type { Resources } from "../../scheduling";

/** What is taken for granted of a job whose history does not say it, for each of its GPUs or instances. */
interface Assumed {
  readonly vcpus: number;
  /** MiB */
  readonly memory: number;
}

/** @returns what a job of a history takes of a compute environment: all of it of one instance (rule E1) */
export function containerDemand(demand: Demand, assumed: Assumed): Resources {
  const gpus = "gpus" in demand ? demand.gpus : 0;
  const times = "gpus" in demand ? Math.max(1, gpus) : instancesOf(demand);
  const { vcpus = assumed.vcpus * times, memory = assumed.memory * times } = demand.container ?? {};
  return { vcpus, memory, gpus };
}

function instancesOf(demand: Exclude<Demand, { gpus: number }>): number {
  if ("instances" in demand) return demand.instances;
  return Object.values(demand.types).reduce((sum, count) => sum + count, 0);
}
