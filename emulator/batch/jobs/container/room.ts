/** The room that an attempt has on a compute environment. */
import type { Capacity, Fleet, Instance, Place, VcpuPool } from "../../../../scheduling";

/** An EC2 instance, as AWS names it. */
export interface Host {
  /** `i-` and 17 digits. */
  readonly id: string;
  /** Of the container instance that ECS has for it. */
  readonly arn: string;
}

export interface Room {
  readonly environmentArn: string;
  readonly held: HeldCapacity;
  readonly place: Place;
  /** Absent where there are no instances. */
  readonly host: Host | undefined;
}

/** What a compute environment has for jobs. */
export interface HeldCapacity {
  readonly capacity: (Fleet | VcpuPool) & Capacity;
  /** What it follows, to see when that has changed. */
  source: readonly unknown[];
  readonly hosts: WeakMap<Instance, Host>;
  /** When idle instances are looked at next. */
  retirement: number | undefined;
}
