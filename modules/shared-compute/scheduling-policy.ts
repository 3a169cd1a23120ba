import { BatchSchedulingPolicy } from "@cdktf/provider-aws/lib/batch-scheduling-policy";
import type { Construct } from "constructs";
import type { ComputeModel } from "../../config/compute";

export interface FairShareProps {
  readonly request: ComputeModel["schedulingPolicies"][number]["request"];
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How the queues that name it choose the next job: by fair share. */
export class FairShare extends BatchSchedulingPolicy {
  constructor(scope: Construct, id: string, { request, tags }: FairShareProps) {
    const { shareDecaySeconds, computeReservation, shareDistribution } = request.fairsharePolicy ?? {};
    super(scope, id, {
      name: request.name,
      fairSharePolicy:
        request.fairsharePolicy === undefined
          ? undefined
          : {
              shareDecaySeconds,
              computeReservation,
              shareDistribution: shareDistribution?.map(({ shareIdentifier, weightFactor }) => ({
                shareIdentifier,
                weightFactor,
              })),
            },
      tags: { ...tags, ...request.tags },
      // AWS Batch refuses to delete one that a queue still names.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
