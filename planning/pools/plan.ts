import type { AllocationStrategy, Amounts, QueueSettings, ShareSettings } from "../../scheduling";

/** A queue with what its jobs compete for. */
export interface QueuePlan {
  readonly settings: QueueSettings;
  /** What else it is called: the key of its declaration. */
  readonly key: string;
  /** In the order of their declaration; none of a queue without quota shares. */
  readonly shares: readonly ShareSettings[];
  /** Of a queue of container jobs. */
  readonly containers?: ContainerQueuePlan;
}

/** What a queue of container jobs has that one of training jobs does not. */
export interface ContainerQueuePlan {
  /** Keys of its compute environments, in the order in which they are tried (rule E3). */
  readonly environments: readonly string[];
  /** Seconds after which a job at the front that is stuck is cancelled, by the reason. */
  readonly timeLimits: Readonly<Partial<Record<string, number>>>;
}

/** A compute environment. */
export interface EnvironmentPlan {
  readonly name: string;
  readonly key: string;
  readonly maxvCpus: number;
  readonly enabled: boolean;
  /** Absent where AWS Batch starts no instances: on Fargate, and in an unmanaged environment (rule E11). */
  readonly fleet?: FleetPlan;
}

export interface FleetPlan {
  readonly minvCpus: number;
  readonly instanceTypes: readonly string[];
  readonly strategy: AllocationStrategy;
  readonly spot: boolean;
  /** Milliseconds that an instance stays without a job. */
  readonly keepIdle: number;
}

/** A service environment with its queues, or compute environments with the queues that share them. */
export interface PoolPlan {
  readonly name: string;
  readonly key: string;
  /** Instances by type; of compute environments the vCPUs of all that are enabled. */
  readonly capacity: Amounts;
  readonly enabled: boolean;
  readonly queues: readonly QueuePlan[];
  /** Of queues of container jobs. */
  readonly environments?: readonly EnvironmentPlan[];
}

/** How capacity is divided: what is declared, or what is declared with changes. */
export interface Plan {
  readonly name: string;
  readonly pools: readonly PoolPlan[];
}

/** The unit in which compute environments are counted. */
export const VCPUS = "vCPUs";

/** @returns instances, or vCPUs, of all types together */
export function sizeOf(amounts: Amounts): number {
  return Object.values(amounts).reduce((sum, count) => sum + count, 0);
}

export function queuesOf(plan: Plan): readonly QueuePlan[] {
  return plan.pools.flatMap(({ queues }) => queues);
}

/** @returns the pool with these compute environments, and their vCPUs */
export function withEnvironments<P extends Omit<PoolPlan, "capacity">>(
  pool: P,
  environments: readonly EnvironmentPlan[],
): P & Pick<PoolPlan, "capacity" | "environments"> {
  const enabled = environments.filter((one) => one.enabled);
  return { ...pool, environments, capacity: { [VCPUS]: enabled.reduce((sum, { maxvCpus }) => sum + maxvCpus, 0) } };
}
