import type { DeclaredRequest } from "../declarations/declare";
import type { SchedulingKind } from "../../aws/batch/scheduling-kind";
import { isArn } from "../../aws/arns";
import { nameInArn, type ArnKind } from "../../aws/batch/arns";
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

/** What a name or an ARN in a request leads to. */
export type Link<G extends GroupName> =
  | { readonly kind: "declared"; readonly target: Declared<G> }
  /** An object that exists without this file. */
  | { readonly kind: "existing"; readonly arn: string };

/** @returns what is the same for all links to one thing, be they names or ARNs */
export function identityOf<G extends GroupName>(link: Link<G> | undefined): Declared<G> | string | undefined {
  return link?.kind === "declared" ? link.target : link?.arn;
}

/** How a queue chooses its next job. Follows from its policy. */

/** All declarations of a file, and how they hang together. */
export class QueueModel {
  private readonly byName = new Map<GroupName, Map<string, Declared<GroupName>>>();

  constructor(
    readonly serviceEnvironments: readonly Declared<"ServiceEnvs">[],
    readonly schedulingPolicies: readonly Declared<"SchedulingPolicies">[],
    readonly jobQueues: readonly Declared<"TrainingJobQueues">[],
    readonly quotaShares: readonly Declared<"QuotaShares">[],
    readonly context: QueueContext,
  ) {}

  get all(): readonly Declared<GroupName>[] {
    return [...this.serviceEnvironments, ...this.schedulingPolicies, ...this.jobQueues, ...this.quotaShares];
  }

  /** Undefined when a name leads nowhere, and when the request names nothing. */
  serviceEnvironmentOf(queue: Declared<"TrainingJobQueues">): Link<"ServiceEnvs"> | undefined {
    const text = queue.request.serviceEnvironmentOrder?.[0]?.serviceEnvironment;
    return this.link(this.serviceEnvironments, "service-environment", text);
  }

  schedulingPolicyOf(queue: Declared<"TrainingJobQueues">): Link<"SchedulingPolicies"> | undefined {
    return this.link(this.schedulingPolicies, "scheduling-policy", queue.request.schedulingPolicyArn);
  }

  jobQueueOf(share: Declared<"QuotaShares">): Link<"TrainingJobQueues"> | undefined {
    return this.link(this.jobQueues, "job-queue", share.request.jobQueue);
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

  /** A name, or the ARN of something declared here, is a declared object; any other ARN is an existing one. */
  private link<G extends GroupName>(
    among: readonly Declared<G>[],
    kind: ArnKind,
    text: string | undefined,
  ): Link<G> | undefined {
    if (text === undefined) return undefined;
    const name = isArn(text) ? nameInArn(this.context, kind, text) : text;
    const target = name === undefined ? undefined : this.find(among, name);
    if (target !== undefined) return { kind: "declared", target };
    return isArn(text) ? { kind: "existing", arn: text } : undefined;
  }

  private find<G extends GroupName>(among: readonly Declared<G>[], name: string): Declared<G> | undefined {
    const group = among[0]?.group;
    if (group === undefined) return undefined;
    let index = this.byName.get(group);
    if (index === undefined) {
      // The first of two with the same name; that there are two is a problem of its own.
      index = new Map([...among].reverse().flatMap((one) => (one.name === undefined ? [] : [[one.name, one]])));
      this.byName.set(group, index);
    }
    return index.get(name) as Declared<G> | undefined; // Cast: the index of a group holds declarations of that group.
  }
}

/** @returns the kind of a policy; undefined when it has none, or both. */
function policyKind(policy: Declared<"SchedulingPolicies">): Exclude<SchedulingKind, "FIFO"> | undefined {
  const fairShare = policy.request.fairsharePolicy !== undefined || policy.isBroken("fairsharePolicy");
  const quotaShare = policy.request.quotaSharePolicy !== undefined || policy.isBroken("quotaSharePolicy");
  if (fairShare === quotaShare) return undefined;
  return fairShare ? "FAIR_SHARE" : "QUOTA_SHARE";
}
