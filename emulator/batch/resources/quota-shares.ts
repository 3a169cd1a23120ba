/** Quota shares: the parts of a quota-managed queue's capacity. */
import type {
  CreateQuotaShareResponse,
  DescribeQuotaShareResponse,
  ListQuotaSharesResponse,
  QuotaShareDetail,
} from "@aws-sdk/client-batch";
import { z } from "zod";
import { QUOTAS } from "../../../aws/batch/limits";
import { ClientException, doesNotExist } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { page } from "../plumbing/pages";
import { requireSettled, statusAt } from "../plumbing/phase";
import { requireShareLimits } from "../rules/capacity-limits";
import { requireName } from "../rules/names";
import { requireBorrowLimit, requireQueueForShares, requireUnitsOfEnvironment } from "../rules/quota-share";
import { requireTags } from "../rules/tags";
import { shareChanged, shareDeleted } from "../jobs/service/pool-settings";
import { capacityLimitsShape, integerShape, pageShape, stateShape, tagsShape } from "../plumbing/shapes";
import type { QuotaShare } from "../plumbing/state";

const sharingShape = z.object({
  strategy: z.enum(["RESERVE", "LEND", "LEND_AND_BORROW"]),
  borrowLimit: integerShape.optional(),
});
const preemptionShape = z.object({ inSharePreemption: stateShape });

export const createQuotaShareShape = z.object({
  quotaShareName: z.string(),
  jobQueue: z.string(),
  capacityLimits: capacityLimitsShape.optional(),
  resourceSharingConfiguration: sharingShape,
  preemptionConfiguration: preemptionShape,
  state: stateShape.optional(),
  tags: tagsShape.optional(),
});

export function createQuotaShare(call: Call, input: z.infer<typeof createQuotaShareShape>): CreateQuotaShareResponse {
  const { state, now, settings } = call;
  const { quotaShareName: name, tags = {} } = input;
  requireName(name, "Quota share");
  const capacityLimits = requireShareLimits(input.capacityLimits, settings.assumptions);
  requireBorrowLimit(input.resourceSharingConfiguration);
  requireTags(tags);
  const queue = requireQueueForShares(call, input.jobQueue);
  requireUnitsOfEnvironment(call, queue, capacityLimits);
  const siblings = state.quotaShares.all(now).filter((share) => share.jobQueueArn === queue.arn);
  const isNew = siblings.every((share) => share.name !== name);
  if (isNew && siblings.length >= QUOTAS.quotaSharesPerQueue) {
    throw new ClientException(`Number of quota shares exceeds ${QUOTAS.quotaSharesPerQueue}.`);
  }
  const share: QuotaShare = {
    name,
    arn: `${queue.arn}/quota-share/${name}`,
    jobQueueArn: queue.arn,
    state: input.state ?? "ENABLED",
    capacityLimits,
    resourceSharingConfiguration: input.resourceSharingConfiguration,
    preemptionConfiguration: input.preemptionConfiguration,
    tags,
    phase: { kind: "CREATING", until: now + settings.timings.creating },
  };
  state.quotaShares.add(share, now);
  shareChanged(call, share);
  return names(share);
}

export const updateQuotaShareShape = z.object({
  quotaShareArn: z.string(),
  capacityLimits: capacityLimitsShape.optional(),
  resourceSharingConfiguration: sharingShape.optional(),
  preemptionConfiguration: preemptionShape.optional(),
  state: stateShape.optional(),
});

export function updateQuotaShare(call: Call, input: z.infer<typeof updateQuotaShareShape>): CreateQuotaShareResponse {
  const { state, now, settings } = call;
  const share = byArn(call, input.quotaShareArn);
  requireSettled(share.phase, now, "update");
  const capacityLimits = input.capacityLimits && requireShareLimits(input.capacityLimits, settings.assumptions);
  if (input.resourceSharingConfiguration !== undefined) requireBorrowLimit(input.resourceSharingConfiguration);
  const queue = state.jobQueues.find(share.jobQueueArn, now);
  if (queue !== undefined && capacityLimits !== undefined) requireUnitsOfEnvironment(call, queue, capacityLimits);

  share.capacityLimits = capacityLimits ?? share.capacityLimits;
  share.resourceSharingConfiguration = input.resourceSharingConfiguration ?? share.resourceSharingConfiguration;
  share.preemptionConfiguration = input.preemptionConfiguration ?? share.preemptionConfiguration;
  share.state = input.state ?? share.state;
  share.phase = { kind: "UPDATING", until: now + settings.timings.updating };
  shareChanged(call, share);
  return names(share);
}

export const deleteQuotaShareShape = z.object({ quotaShareArn: z.string() });

export function deleteQuotaShare(call: Call, input: z.infer<typeof deleteQuotaShareShape>): Record<string, never> {
  const share = byArn(call, input.quotaShareArn);
  requireSettled(share.phase, call.now, "delete");
  // DeleteQuotaShare: "You must first disable submissions for the share".
  if (share.state !== "DISABLED") throw new ClientException("Cannot delete, state must be DISABLED.");
  shareDeleted(call, share);
  share.phase = { kind: "DELETING", until: call.now + call.settings.timings.deleting };
  return {};
}

export const describeQuotaShareShape = z.object({ quotaShareArn: z.string() });

export function describeQuotaShare(
  call: Call,
  input: z.infer<typeof describeQuotaShareShape>,
): DescribeQuotaShareResponse {
  const share = byArn(call, input.quotaShareArn);
  return { ...detail(share, call.now), tags: share.tags };
}

export const listQuotaSharesShape = z.object({ jobQueue: z.string(), ...pageShape });

export function listQuotaShares(call: Call, input: z.infer<typeof listQuotaSharesShape>): ListQuotaSharesResponse {
  const { state, now } = call;
  const queue = state.jobQueues.get(input.jobQueue, now);
  const entries = state.quotaShares.numbered(now).filter(({ resource }) => resource.jobQueueArn === queue.arn);
  const { items, nextToken } = page(`quotaShares of ${queue.name}`, entries, input);
  return { quotaShares: items.map((share) => detail(share, now)), nextToken };
}

/** The API names existing shares by ARN only; their names are unique within a queue only. */
function byArn({ state, now }: Call, arn: string): QuotaShare {
  const share = state.quotaShares.find(arn, now);
  if (share?.arn !== arn) throw doesNotExist(arn);
  return share;
}

function detail(share: QuotaShare, now: number): QuotaShareDetail {
  return {
    quotaShareName: share.name,
    quotaShareArn: share.arn,
    jobQueueArn: share.jobQueueArn,
    capacityLimits: [...share.capacityLimits],
    resourceSharingConfiguration: share.resourceSharingConfiguration,
    preemptionConfiguration: share.preemptionConfiguration,
    state: share.state,
    status: statusAt(share.phase, now),
  };
}

function names(share: QuotaShare): CreateQuotaShareResponse {
  return { quotaShareName: share.name, quotaShareArn: share.arn };
}
