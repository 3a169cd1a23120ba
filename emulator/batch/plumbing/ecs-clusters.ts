/** Makes the ECS clusters of compute environments in moto, before anybody is told of the environment. */
import type { Place } from "../../../aws/place";
import { InternalCalls } from "../../edge/internal-calls";
import type { Forward } from "../../edge/messages";
import type { Outlet } from "./outlet";

export interface ClusterChange {
  readonly operation: "CreateCluster" | "DeleteCluster";
  readonly name: string;
}

export class EcsClusters implements Outlet {
  private readonly changing = new Set<Promise<unknown>>();

  /** @param forward - reaches moto */
  constructor(private readonly forward: Forward) {}

  change(place: Place, { operation, name }: ClusterChange): void {
    const body = operation === "CreateCluster" ? { clusterName: name } : { cluster: name };
    const target = `AmazonEC2ContainerServiceV20141113.${operation}`;
    const changed: Promise<unknown> = new InternalCalls(this.forward, place)
      .jsonAnswer("ecs", target, body)
      // Who has deleted the cluster behind the back of Batch has done what is wanted.
      .catch(() => undefined)
      .finally(() => this.changing.delete(changed));
    this.changing.add(changed);
  }

  async settled(): Promise<void> {
    await Promise.all(this.changing);
  }
}
