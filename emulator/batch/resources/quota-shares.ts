/** Quota shares: the parts of a quota-managed queue's capacity. */
import type {
  CreateQuotaShareResponse,
  DescribeQuotaShareResponse,
  ListQuotaSharesResponse,
  QuotaShareDetail,
  CreateQuotaShareRequest,
  DeleteQuotaShareRequest,
  DescribeQuotaShareRequest,
  ListQuotaSharesRequest,
  UpdateQuotaShareRequest,
} from "@aws-sdk/client-batch";
import { QUOTAS } from "../../../aws/batch/limits";
import { quotaShare } from "../../../aws/batch/requests/quota-share";
import type { Checked } from "../../../aws/fields/field";
import { changeable } from "../../../aws/fields/table";
import { ClientException, doesNotExist } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { page } from "../plumbing/pages";
import { requireSettled, statusAt } from "../plumbing/phase";
import { requireShareLimits } from "../rules/capacity-limits";
import { requireName } from "../rules/names";
import { requireBorrowLimit, requireQueueForShares, requireUnitsOfEnvironment } from "../rules/quota-share";
import { requireTags } from "../rules/tags";
import { shareChanged, shareDeleted } from "../jobs/service/pool-settings";
import type { QuotaShare } from "../plumbing/state";

export function createQuotaShare(call: Call, input: Checked<CreateQuotaShareRequest>): CreateQuotaShareResponse {
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
    ...changeable(quotaShare, input),
    name,
    arn: `${queue.arn}/quota-share/${name}`,
    jobQueueArn: queue.arn,
    state: input.state ?? "ENABLED",
    capacityLimits,
    tags,
    phase: { kind: "CREATING", until: now + settings.timings.creating },
  };
  state.quotaShares.add(share, now);
  shareChanged(call, share);
  return names(share);
}

export function updateQuotaShare(call: Call, input: Checked<UpdateQuotaShareRequest>): CreateQuotaShareResponse {
  const { state, now, settings } = call;
  const share = byArn(call, input.quotaShareArn);
  requireSettled(share.phase, now, "update");
  const { capacityLimits } = input;
  if (capacityLimits !== undefined) requireShareLimits(capacityLimits, settings.assumptions);
  if (input.resourceSharingConfiguration !== undefined) requireBorrowLimit(input.resourceSharingConfiguration);
  const queue = state.jobQueues.find(share.jobQueueArn, now);
  if (queue !== undefined && capacityLimits !== undefined) requireUnitsOfEnvironment(call, queue, capacityLimits);

  Object.assign(share, changeable(quotaShare, input));
  share.phase = { kind: "UPDATING", until: now + settings.timings.updating };
  shareChanged(call, share);
  return names(share);
}

export function deleteQuotaShare(call: Call, input: Checked<DeleteQuotaShareRequest>): Record<string, never> {
  const share = byArn(call, input.quotaShareArn);
  requireSettled(share.phase, call.now, "delete");
  // DeleteQuotaShare: "You must first disable submissions for the share".
  if (share.state !== "DISABLED") throw new ClientException("Cannot delete, state must be DISABLED.");
  shareDeleted(call, share);
  share.phase = { kind: "DELETING", until: call.now + call.settings.timings.deleting };
  return {};
}

export function describeQuotaShare(call: Call, input: Checked<DescribeQuotaShareRequest>): DescribeQuotaShareResponse {
  const share = byArn(call, input.quotaShareArn);
  return { ...detail(share, call.now), tags: share.tags };
}

export function listQuotaShares(call: Call, input: Checked<ListQuotaSharesRequest>): ListQuotaSharesResponse {
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
    ...changeable(quotaShare, share),
    quotaShareName: share.name,
    quotaShareArn: share.arn,
    jobQueueArn: share.jobQueueArn,
    status: statusAt(share.phase, now),
  };
}

function names(share: QuotaShare): CreateQuotaShareResponse {
  return { quotaShareName: share.name, quotaShareArn: share.arn };
}
