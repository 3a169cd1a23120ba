import { computeEnvironment } from "../aws/batch/requests/compute-environment";
import { consumableResource } from "../aws/batch/requests/consumable-resource";
import { jobDefinition } from "../aws/batch/requests/job-definition";
import { jobQueue } from "../aws/batch/requests/job-queue";
import { quotaShare } from "../aws/batch/requests/quota-share";
import { schedulingPolicy } from "../aws/batch/requests/scheduling-policy";
import { serviceEnvironment } from "../aws/batch/requests/service-environment";
import { type Fact, type Facts, factsOf } from "../aws/fields/facts";
import type { Table } from "../aws/fields/table";
import { type Comparison, DEFINITIONS, ENVIRONMENTS, factDifferences, PLAIN } from "./comparable";
import type { LiveQueues } from "./live-queues";

export type QueueObjectKind =
  | "service environment"
  | "compute environment"
  | "scheduling policy"
  | "job queue"
  | "quota share"
  | "consumable resource"
  | "job definition";

/** One way in which what is live is not what is declared. */
export interface QueueDifference {
  readonly kind: QueueObjectKind;
  readonly name: string;
  readonly arn: string;
  /** `missing`: declared, not live. `undeclared`: a share of a declared queue that nobody declared. */
  readonly what: "missing" | "undeclared" | "changed";
  /** What has changed, e.g. `capacityLimits[ml.g5.xlarge]` or `tags.project`; empty for a whole object. */
  readonly path: string;
  /** Undefined when only the other side has it. */
  readonly declared: Fact | undefined;
  readonly live: Fact | undefined;
}

/**
 * Compares what is declared with what is live, which Terraform does not do: of a resource behind Cloud Control it
 * compares the declaration with the last declaration, and of a job definition the revision that it registered itself. Tags
 * that others add are no difference, nor is what AWS fills in.
 *
 * @param declared what AWS would tell if exactly what is declared were live
 * @returns every difference, in the order of the declarations; an empty list when there is none
 */
export function queueDrift(declared: LiveQueues, live: LiveQueues): QueueDifference[] {
  const found = new Map(objectsOf(live).map((object) => [object.arn, object]));
  return [
    ...objectsOf(declared).flatMap((object) => differences(object, found.get(object.arn))),
    ...undeclared(declared, live),
  ];
}

interface QueueObject {
  readonly kind: QueueObjectKind;
  readonly arn: string;
  readonly facts: Facts;
  readonly tags: Readonly<Record<string, string>>;
  readonly status: string | undefined;
  readonly comparison: Comparison;
}

function objectsOf(queues: LiveQueues): QueueObject[] {
  const each = <T extends { tags?: Record<string, string>; status?: string }>(
    kind: QueueObjectKind,
    objects: ReadonlyMap<string, T>,
    table: Table<unknown>,
    comparison = PLAIN,
  ): QueueObject[] =>
    [...objects].map(([arn, object]) => {
      return { kind, arn, facts: factsOf(table, object), tags: object.tags ?? {}, status: object.status, comparison };
    });
  return [
    ...each("service environment", queues.serviceEnvironments, serviceEnvironment),
    ...each("compute environment", queues.computeEnvironments, computeEnvironment, ENVIRONMENTS),
    ...each("scheduling policy", queues.schedulingPolicies, schedulingPolicy),
    ...each("job queue", queues.jobQueues, jobQueue),
    ...each("quota share", queues.quotaShares, quotaShare),
    ...each("consumable resource", queues.consumableResources, consumableResource),
    ...each("job definition", queues.jobDefinitions, jobDefinition, DEFINITIONS),
  ];
}

/** An object in one of these is as good as gone. The others are passed through on the way to VALID. */
const BROKEN = ["INVALID", "DELETING", "DELETED"];

function differences(
  { kind, arn, facts, tags, comparison }: QueueObject,
  live: QueueObject | undefined,
): QueueDifference[] {
  const of = { kind, name: nameIn(arn), arn };
  if (live === undefined) return [{ ...of, what: "missing", path: "", declared: undefined, live: undefined }];
  const changed = factDifferences(facts, live.facts, comparison);
  const tagged = Object.entries(tags)
    .map(([key, value]) => ({ path: `tags.${key}`, declared: value, live: live.tags[key] }))
    .filter((fact) => fact.declared !== fact.live);
  const status = BROKEN.includes(live.status ?? "") ? [{ path: "status", declared: "VALID", live: live.status }] : [];
  return [...status, ...changed, ...tagged].map((fact) => ({ ...of, what: "changed", ...fact }));
}

function undeclared(declared: LiveQueues, live: LiveQueues): QueueDifference[] {
  return [...live.quotaShares].flatMap(([arn, { jobQueueArn = "" }]) => {
    if (declared.quotaShares.has(arn) || !declared.jobQueues.has(jobQueueArn)) return [];
    const of = { kind: "quota share", name: nameIn(arn), arn } as const;
    return [{ ...of, what: "undeclared", path: "", declared: undefined, live: undefined }];
  });
}

/** @returns the last part of an ARN of AWS Batch. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
