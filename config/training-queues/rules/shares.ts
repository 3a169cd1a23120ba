/** Rules of quota shares. */
import { BORROW_LIMIT, QUOTAS } from "../../../aws/batch/limits";
import { groupBy } from "../../group-by";
import { identityOf } from "../../declarations/links";
import type { Declared, QueueModel } from "../model";
import { limitsOf, unitsOf } from "./capacity";
import { apiReference, userGuide, wholeNumber, type Finding, type Rule } from "./rule";

export const quotaShareQueue: Rule = {
  demand: "A quota share belongs to a queue with a quota-share policy",
  source: userGuide("create-quota-management-resources"),
  severity: "error",
  check: (model) =>
    model.quotaShares.flatMap((share) => {
      const link = model.jobQueueOf(share);
      if (link?.kind !== "declared") return [];
      const scheduling = model.schedulingOf(link.target);
      if (scheduling === undefined || scheduling === "QUOTA_SHARE") return [];
      const what = scheduling === "FIFO" ? "has no policy" : "has a fair-share policy";
      const rule = `cannot be ${link.target.key}, which ${what}`;
      return [{ path: [...share.path, "jobQueue"], rule, allowed: ["a queue with a quotaSharePolicy"] }];
    }),
};

const MOST = QUOTAS.quotaSharesPerQueue;

export const quotaSharesPerQueue: Rule = {
  demand: `A queue has at most ${MOST} quota shares`,
  source: userGuide("service_limits"),
  severity: "error",
  check: (model) =>
    [...groupBy(model.quotaShares, (share) => identityOf(model.jobQueueOf(share)))].flatMap(([queue, shares]) => {
      const first = shares[MOST];
      if (queue === undefined || first === undefined) return [];
      const rule = `already has ${MOST} quota shares`;
      return [{ path: [...first.path, "jobQueue"], rule, found: shares.length, allowed: [`up to ${MOST} shares`] }];
    }),
};

export const borrowLimit: Rule = {
  demand: "A borrow limit is a percentage of at least 0, or -1 for none, and only LEND_AND_BORROW has one",
  source: apiReference("QuotaShareResourceSharingConfiguration"),
  severity: "error",
  check: ({ quotaShares }) =>
    quotaShares.flatMap(({ path, request }) => {
      const { strategy, borrowLimit: limit } = request.resourceSharingConfiguration ?? {};
      const place = [...path, "resourceSharingConfiguration", "borrowLimit"];
      if (limit !== undefined && strategy !== undefined && strategy !== "LEND_AND_BORROW") {
        const rule = `has no place in a share that does not borrow (strategy ${strategy})`;
        return [{ path: place, rule, found: limit, allowed: ["strategy LEND_AND_BORROW"] }];
      }
      return wholeNumber(place, limit, BORROW_LIMIT);
    }),
};

export const quotaShareUnits: Rule = {
  demand: "A quota share counts instance types that its queue's service environment has; jobs wait for ever for others",
  source: apiReference("CapacityLimit"),
  severity: "warning",
  check: (model) =>
    model.quotaShares.flatMap((share) => {
      const queue = model.jobQueueOf(share);
      const environment = queue?.kind === "declared" ? model.serviceEnvironmentOf(queue.target) : undefined;
      if (environment?.kind !== "declared") return [];
      const units = unitsOf(environment.target);
      return limitsOf(share).flatMap(({ path, capacityUnit: unit }) => {
        if (unit === undefined || units.length === 0 || units.includes(unit)) return [];
        const rule = `is not a unit of the service environment ${environment.target.key}`;
        return [{ path: [...path, "capacityUnit"], rule, found: unit, allowed: units }];
      });
    }),
};

/** AWS states nothing about it and does not refuse it. */
export const overAllotment: Rule = {
  demand: "The quota shares of a queue add up to no more than its service environment has",
  source: "our reading of AWS Batch: what exceeds the service environment can never be used at once",
  severity: "warning",
  check: (model) => model.jobQueues.flatMap((queue) => exceeded(model, queue)),
};

function exceeded(model: QueueModel, queue: Declared<"TrainingJobQueues">): Finding[] {
  const environment = model.serviceEnvironmentOf(queue);
  if (environment?.kind !== "declared") return [];
  const shares = model.quotaSharesOf(queue);
  return limitsOf(environment.target).flatMap(({ path, capacityUnit, maxCapacity = Infinity }) => {
    const allotted = shares
      .flatMap(limitsOf)
      .filter((limit) => limit.capacityUnit !== undefined && limit.capacityUnit === capacityUnit)
      .reduce((sum, limit) => sum + (limit.maxCapacity ?? 0), 0);
    if (allotted <= maxCapacity) return [];
    const rule = `is less than the ${allotted} ${capacityUnit ?? ""} that the shares of the queue ${queue.key} have`;
    return [{ path: [...path, "maxCapacity"], rule, hint: `${maxCapacity} are there for all of them` }];
  });
}

export const queueWithoutShares: Rule = {
  demand: "A queue with a quota-share policy has quota shares, because every job must name one",
  source: userGuide("submit-job-quota-share"),
  severity: "warning",
  check: (model) =>
    model.jobQueues.flatMap((queue) => {
      if (model.schedulingOf(queue) !== "QUOTA_SHARE" || model.quotaSharesOf(queue).length > 0) return [];
      const hint = `declare one in QuotaShares with jobQueue ${JSON.stringify(queue.name ?? queue.key)}`;
      return [{ path: queue.path, rule: "has a quota-share policy and no quota share; no job can be submitted", hint }];
    }),
};

// Resource type AWS::Batch::QuotaShare in the CloudFormation registry, as of cfn-lint 1.51.0.
const WITHOUT = ["me-central-1", "me-south-1"];

/** A warning because AWS adds Regions, and the list here learns of them later. */
export const quotaShareRegion: Rule = {
  demand: "Quota shares can be created by CloudFormation and Terraform in every Region but me-central-1 and me-south-1",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-quotashare.html",
  severity: "warning",
  check: ({ quotaShares, context }) => {
    if (quotaShares.length === 0 || !WITHOUT.includes(context.region)) return [];
    return [{ path: ["QuotaShares"], rule: `are not known to be available in ${context.region}` }];
  },
};
