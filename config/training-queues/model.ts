import type { DeclaredRequest } from "../declarations/declare";
import { LinkIndex, type Link } from "../declarations/links";
import type { SchedulingKind } from "../../aws/batch/scheduling-kind";
import type { Place } from "../../aws/place";
import type { GroupName } from "./convention";
import type { CompleteRequests } from "./shapes";

/** Where the queues will be, and what they get beside their requests. */
export interface QueueContext extends Place {
  /** Tags that everything in the environment carries. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One declaration of a queues file. */
export type Declared<G extends GroupName> = DeclaredRequest<G, CompleteRequests[G]>;

/** All declarations of a file, and how they hang together. */
export class QueueModel {
  /** What names and ARNs lead to. */
  readonly links: {
    readonly environments: LinkIndex<Declared<"ServiceEnvs">>;
    readonly policies: LinkIndex<Declared<"SchedulingPolicies">>;
    readonly queues: LinkIndex<Declared<"TrainingJobQueues">>;
  };

  constructor(
    readonly serviceEnvironments: readonly Declared<"ServiceEnvs">[],
    readonly schedulingPolicies: readonly Declared<"SchedulingPolicies">[],
    readonly jobQueues: readonly Declared<"TrainingJobQueues">[],
    readonly quotaShares: readonly Declared<"QuotaShares">[],
    readonly context: QueueContext,
  ) {
    this.links = {
      environments: new LinkIndex(context, "service-environment", serviceEnvironments),
      policies: new LinkIndex(context, "scheduling-policy", schedulingPolicies),
      queues: new LinkIndex(context, "job-queue", jobQueues),
    };
  }

  get all(): readonly Declared<GroupName>[] {
    return [...this.serviceEnvironments, ...this.schedulingPolicies, ...this.jobQueues, ...this.quotaShares];
  }

  /** Undefined when a name leads nowhere, and when the request names nothing. */
  serviceEnvironmentOf(queue: Declared<"TrainingJobQueues">): Link<Declared<"ServiceEnvs">> | undefined {
    return this.links.environments.find(queue.request.serviceEnvironmentOrder?.[0]?.serviceEnvironment);
  }

  schedulingPolicyOf(queue: Declared<"TrainingJobQueues">): Link<Declared<"SchedulingPolicies">> | undefined {
    return this.links.policies.find(queue.request.schedulingPolicyArn);
  }

  jobQueueOf(share: Declared<"QuotaShares">): Link<Declared<"TrainingJobQueues">> | undefined {
    return this.links.queues.find(share.request.jobQueue);
  }

  quotaSharesOf(queue: Declared<"TrainingJobQueues">): readonly Declared<"QuotaShares">[] {
    return this.quotaShares.filter((share) => {
      const link = this.jobQueueOf(share);
      return link?.kind === "declared" && link.target === queue;
    });
  }

  /** Undefined when it depends on a policy that is not declared here. */
  schedulingOf(queue: Declared<"TrainingJobQueues">): SchedulingKind | undefined {
    if (queue.isBroken("schedulingPolicyArn")) return undefined;
    if (queue.request.schedulingPolicyArn === undefined) return "FIFO";
    const link = this.schedulingPolicyOf(queue);
    return link?.kind === "declared" ? policyKind(link.target) : undefined;
  }
}

/** @returns the kind of a policy; undefined when it has none, or both. */
function policyKind(policy: Declared<"SchedulingPolicies">): Exclude<SchedulingKind, "FIFO"> | undefined {
  const fairShare = policy.request.fairsharePolicy !== undefined || policy.isBroken("fairsharePolicy");
  const quotaShare = policy.request.quotaSharePolicy !== undefined || policy.isBroken("quotaSharePolicy");
  if (fairShare === quotaShare) return undefined;
  return fairShare ? "FAIR_SHARE" : "QUOTA_SHARE";
}
