/** Makes the ECS clusters of compute environments in moto, and the role of AWS Batch, before anybody is told of the environment. */
import type { Place } from "../../../aws/place";
import { InternalCalls } from "../../edge/internal-calls";
import type { Forward } from "../../edge/messages";
import type { Outlet } from "./outlet";

export interface ClusterChange {
  readonly operation: "CreateCluster" | "DeleteCluster";
  readonly name: string;
  /** Whether the environment names no service role, so that AWS Batch makes its own with the first one. @default false */
  readonly needsLinkedRole?: boolean;
}

const IAM = "2010-05-08";
// User Guide, "Using service-linked roles for AWS Batch": made with the first compute environment; one that is there is refused.
const BATCH = "batch.amazonaws.com";

export class EcsClusters implements Outlet {
  private readonly changing = new Set<Promise<unknown>>();

  /** @param forward - reaches moto */
  constructor(private readonly forward: Forward) {}

  change(place: Place, { operation, name, needsLinkedRole = false }: ClusterChange): void {
    const body = operation === "CreateCluster" ? { clusterName: name } : { cluster: name };
    const target = `AmazonEC2ContainerServiceV20141113.${operation}`;
    const calls = new InternalCalls(this.forward, place);
    const made = needsLinkedRole ? [calls.query("iam", IAM, "CreateServiceLinkedRole", { AWSServiceName: BATCH })] : [];
    // Who has deleted the cluster behind the back of Batch has done what is wanted; a role that is there is refused.
    const all = Promise.allSettled([calls.jsonAnswer("ecs", target, body), ...made]);
    const changed: Promise<unknown> = all.finally(() => this.changing.delete(changed));
    this.changing.add(changed);
  }

  async settled(): Promise<void> {
    await Promise.all(this.changing);
  }
}
