import type { EnvironmentPlan, FleetPlan, PoolPlan, QueuePlan } from "../../../planning/pools/plan";
import { withEnvironments } from "../../../planning/pools/plan";
import type { QueuePolicy } from "../../../scheduling";

/** An environment without instances. */
export function fargate(name: string, maxvCpus: number): EnvironmentPlan {
  return { name, key: name, maxvCpus, enabled: true };
}

/** An environment with instances of 8 vCPUs, 16 GiB and no GPU, where nothing else is said. */
export function ec2(name: string, maxvCpus: number, fleet: Partial<FleetPlan> = {}): EnvironmentPlan {
  const usual: FleetPlan = {
    minvCpus: 0,
    instanceTypes: ["c6i.2xlarge"],
    strategy: "BEST_FIT_PROGRESSIVE",
    spot: false,
    keepIdle: 0,
  };
  return { ...fargate(name, maxvCpus), fleet: { ...usual, ...fleet } };
}

export const FAIR: QueuePolicy = { kind: "FAIR_SHARE", shareDecaySeconds: 3600, computeReservation: 0, weights: {} };

interface ContainerQueue {
  readonly name: string;
  readonly environments: readonly string[];
  readonly priority?: number;
  readonly policy?: QueuePolicy;
  readonly timeLimits?: Readonly<Record<string, number>>;
}

/** Compute environments, and the queues on them. */
export function containers(
  environments: readonly EnvironmentPlan[],
  ...queues: readonly ContainerQueue[]
): PoolPlan & Required<Pick<PoolPlan, "environments">> {
  const plans = queues.map(
    ({ name, environments: keys, priority = 1, policy = { kind: "FIFO" }, timeLimits = {} }): QueuePlan => ({
      key: name,
      settings: { name, priority, enabled: true, policy },
      shares: [],
      containers: { environments: keys, timeLimits },
    }),
  );
  const name = environments.map((one) => one.name).join(" + ");
  return { ...withEnvironments({ name, key: name, enabled: true, queues: plans }, environments), environments };
}
