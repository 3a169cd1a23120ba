import type { CapacityLimit, SchedulingPolicyDetail } from "@aws-sdk/client-batch";
import { VCPU } from "../aws/batch/names";
import { computeEnvironment } from "../aws/batch/requests/compute-environment";
import { jobQueue } from "../aws/batch/requests/job-queue";
import { quotaShare } from "../aws/batch/requests/quota-share";
import { schedulingPolicy } from "../aws/batch/requests/scheduling-policy";
import { serviceEnvironment } from "../aws/batch/requests/service-environment";
import { type Fact, factsOf } from "../aws/fields/facts";
import type { SchedulingKind } from "../aws/batch/scheduling-kind";
import type { TeamOfQueue } from "./declarations";
import { nameIn } from "./drift";
import { type LiveQueues, NOTHING } from "./live-queues";

/** `unknown`: declared, and AWS was not asked. */
export type Presence = "both" | "declared" | "live" | "unknown";

/** What all of these have. Live if there is one, else as declared. */
interface Common {
  readonly name: string;
  readonly presence: Presence;
  /** `ENABLED` or `DISABLED`. */
  readonly state: string;
  /** Of the live object, e.g. `VALID`. */
  readonly status?: string;
  readonly capacity: readonly Capacity[];
  /** All else that it says, but for defaults, by path: `jobStateTimeLimitActions[...].maxTimeSeconds`. */
  readonly settings: Readonly<Record<string, Fact>>;
}

export interface Capacity {
  /** `NUM_INSTANCES`, an instance type, or `VCPU`. */
  readonly unit: string;
  readonly max: number;
}

export type EnvironmentOverview = Common;

export interface ShareOverview extends Common {
  readonly strategy: string;
  /** Percent of each capacity, -1 for no limit; absent of a share that does not borrow. */
  readonly borrowLimit?: number;
  readonly preemptsInShare: boolean;
}

/** What queues of both kinds have. */
interface CommonOfQueues extends Omit<Common, "capacity"> {
  readonly arn: string;
  /** Absent when the policy is neither declared nor live. */
  readonly scheduling?: SchedulingKind;
  readonly priority: number;
  readonly schedulingPolicy?: string;
  /** Of a fair-share policy: the lower, the more. */
  readonly weights?: readonly { readonly share: string; readonly weight: number }[];
}

export interface TrainingQueueOverview extends CommonOfQueues {
  readonly kind: "training";
  readonly serviceEnvironment: EnvironmentOverview;
  readonly shares: readonly ShareOverview[];
}

export interface ComputeEnvironmentOverview extends Common {
  /** `EC2`, `SPOT`, `FARGATE`, `FARGATE_SPOT` or `UNMANAGED`; absent of one that is neither declared nor live. */
  readonly type?: string;
  readonly instanceTypes: readonly string[];
  readonly minvCpus?: number;
  /** As large as AWS Batch has it now; of a live environment with instances. */
  readonly desiredvCpus?: number;
  /** vCPUs of the jobs that run there, of all queues of the environment's file; absent when nobody asked. */
  readonly vCpusInUse?: number;
}

export interface ContainerQueueOverview extends CommonOfQueues {
  readonly kind: "containers";
  /** In the order in which they are tried. */
  readonly computeEnvironments: readonly ComputeEnvironmentOverview[];
  /** Who may use it. */
  readonly teams: readonly TeamOfQueue[];
}

export type QueueOverview = TrainingQueueOverview | ContainerQueueOverview;

/**
 * Puts together what is declared and what is live. Where both are there, the live one is shown: what differs is for
 * `queueDrift` to tell.
 *
 * @param live undefined when AWS was not asked
 * @param teams that may use the queues of containers
 * @returns the declared queues in their order, then those that are only live
 */
export function queueOverviews(
  declared: LiveQueues,
  live: LiveQueues | undefined,
  teams: Teams = new Map(),
): QueueOverview[] {
  const view = new View(declared, live, teams);
  return view.arns("jobQueues").map((arn) => view.queue(arn));
}

/** Of each queue, by its ARN. */
type Teams = ReadonlyMap<string, readonly TeamOfQueue[]>;

/** Two pictures of the same queues, laid on top of each other. */
class View {
  private readonly live: LiveQueues;

  constructor(
    private readonly declared: LiveQueues,
    live: LiveQueues | undefined,
    private readonly teams: Teams,
  ) {
    this.live = live ?? NOTHING;
    this.asked = live !== undefined;
  }

  private readonly asked: boolean;

  arns(group: Shown): string[] {
    return [...new Set([...this.declared[group].keys(), ...this.live[group].keys()])];
  }

  queue(arn: string): QueueOverview {
    const queue = this.live.jobQueues.get(arn) ?? this.declared.jobQueues.get(arn);
    const policyArn = queue?.schedulingPolicyArn;
    const policy = this.policy(policyArn);
    const common = {
      ...this.common("jobQueues", arn, queue),
      settings: { ...settingsOf("jobQueues", queue), ...settingsOf("schedulingPolicies", policy) },
      arn,
      ...schedulingOf(policyArn, policy),
      priority: queue?.priority ?? 0,
      ...(policyArn === undefined ? {} : { schedulingPolicy: nameIn(policyArn) }),
      ...weightsOf(policy),
    };
    const order = [...(queue?.computeEnvironmentOrder ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    if (order.length > 0) {
      const environments = order.map(({ computeEnvironment = "" }) => this.computeEnvironment(computeEnvironment));
      const teams = this.teams.get(arn) ?? [];
      return { ...common, kind: "containers", computeEnvironments: environments, teams };
    }
    return {
      ...common,
      kind: "training",
      serviceEnvironment: this.environment(queue?.serviceEnvironmentOrder?.[0]?.serviceEnvironment ?? ""),
      shares: this.arns("quotaShares")
        .filter((share) => share.startsWith(`${arn}/`))
        .map((share) => this.share(share)),
    };
  }

  private environment(arn: string): EnvironmentOverview {
    const environment = this.live.serviceEnvironments.get(arn) ?? this.declared.serviceEnvironments.get(arn);
    return {
      ...this.common("serviceEnvironments", arn, environment),
      capacity: capacity(environment?.capacityLimits),
    };
  }

  private computeEnvironment(arn: string): ComputeEnvironmentOverview {
    const environment = this.live.computeEnvironments.get(arn) ?? this.declared.computeEnvironments.get(arn);
    const { computeResources, unmanagedvCpus, type: managed } = environment ?? {};
    const { type = managed, maxvCpus = unmanagedvCpus, minvCpus, instanceTypes = [] } = computeResources ?? {};
    // What is declared is how large it begins to be.
    const desired = this.live.computeEnvironments.get(arn)?.computeResources?.desiredvCpus;
    return {
      ...this.common("computeEnvironments", arn, environment),
      capacity: maxvCpus === undefined ? [] : [{ unit: VCPU, max: maxvCpus }],
      ...(type === undefined ? {} : { type }),
      instanceTypes,
      ...(minvCpus === undefined || type?.startsWith("FARGATE") === true ? {} : { minvCpus }),
      ...(desired === undefined ? {} : { desiredvCpus: desired }),
    };
  }

  private share(arn: string): ShareOverview {
    const share = this.live.quotaShares.get(arn) ?? this.declared.quotaShares.get(arn);
    const { strategy = "", borrowLimit = -1 } = share?.resourceSharingConfiguration ?? {};
    return {
      ...this.common("quotaShares", arn, share),
      capacity: capacity(share?.capacityLimits),
      strategy,
      ...(strategy === "LEND_AND_BORROW" ? { borrowLimit } : {}),
      preemptsInShare: share?.preemptionConfiguration?.inSharePreemption === "ENABLED",
    };
  }

  private policy(arn = ""): SchedulingPolicyDetail | undefined {
    return this.live.schedulingPolicies.get(arn) ?? this.declared.schedulingPolicies.get(arn);
  }

  private common(group: Shown, arn: string, object: { state?: string; status?: string } | undefined) {
    return {
      name: nameIn(arn),
      presence: this.presence(this.declared[group].has(arn), this.live[group].has(arn)),
      state: object?.state ?? "ENABLED",
      settings: settingsOf(group, object),
      ...(object?.status === undefined ? {} : { status: object.status }),
    };
  }

  private presence(isDeclared: boolean, isLive: boolean): Presence {
    if (!this.asked) return "unknown";
    if (isDeclared && isLive) return "both";
    return isDeclared ? "declared" : "live";
  }
}

/** What an overview consists of. */
type Shown = keyof typeof TABLES;

const TABLES = {
  serviceEnvironments: serviceEnvironment,
  computeEnvironments: computeEnvironment,
  schedulingPolicies: schedulingPolicy,
  jobQueues: jobQueue,
  quotaShares: quotaShare,
};

/** What an overview says in words of its own, and of machines how they are plumbed. */
const TOLD: Readonly<Record<Shown, RegExp>> = {
  serviceEnvironments: /^(state|capacityLimits)\b/,
  computeEnvironments:
    /^(state|unmanagedvCpus|serviceRole|computeResources\.(type|(min|max|desired)vCpus|instanceTypes|subnets|securityGroupIds|instanceRole|spotIamFleetRole|tags|ec2Configuration\[\d+\]\.imageType))\b/,
  schedulingPolicies: /^(fairsharePolicy\.shareDistribution|quotaSharePolicy\.idleResourceAssignmentStrategy)\b/,
  jobQueues: /^(state|priority|schedulingPolicyArn|serviceEnvironmentOrder|computeEnvironmentOrder)\b/,
  quotaShares: /^(state|capacityLimits|resourceSharingConfiguration|preemptionConfiguration)\b/,
};

function settingsOf(group: Shown, object: object | undefined): Record<string, Fact> {
  const facts = object === undefined ? [] : [...factsOf(TABLES[group], object, { defaults: false })];
  return Object.fromEntries(facts.filter(([path]) => !TOLD[group].test(path)));
}

function schedulingOf(
  policyArn: string | undefined,
  policy: SchedulingPolicyDetail | undefined,
): { scheduling?: SchedulingKind } {
  if (policyArn === undefined) return { scheduling: "FIFO" };
  if (policy === undefined) return {};
  return { scheduling: policy.quotaSharePolicy === undefined ? "FAIR_SHARE" : "QUOTA_SHARE" };
}

function weightsOf(policy: SchedulingPolicyDetail | undefined): Pick<QueueOverview, "weights"> {
  const distribution = policy?.fairsharePolicy?.shareDistribution;
  if (distribution === undefined) return {};
  return {
    weights: distribution.map(({ shareIdentifier = "", weightFactor = 1 }) => {
      return { share: shareIdentifier, weight: weightFactor };
    }),
  };
}

function capacity(limits: readonly CapacityLimit[] = []): Capacity[] {
  return limits.map(({ capacityUnit = "", maxCapacity = 0 }) => ({ unit: capacityUnit, max: maxCapacity }));
}
