/** Rules of quota shares. AWS documents the conditions; no answer of the service has been recorded, so the words are ours. */
import { BORROW_LIMIT } from "../../../aws/batch/limits";
import { ClientException, InvalidRequest } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { statusAt } from "../plumbing/phase";
import type { CapacityLimit, JobQueue, QuotaShare } from "../plumbing/state";
import { isQuotaManaged } from "./queue-relations";

// QuotaShareResourceSharingConfiguration: borrowLimit only with LEND_AND_BORROW; -1 means unlimited.
export function requireBorrowLimit(sharing: QuotaShare["resourceSharingConfiguration"]): void {
  const { strategy, borrowLimit } = sharing;
  if (borrowLimit === undefined) return;
  if (strategy !== "LEND_AND_BORROW") {
    throw new InvalidRequest(`borrowLimit is not applicable for strategy ${strategy}.`);
  }
  if (borrowLimit < BORROW_LIMIT.least) {
    throw new InvalidRequest(`borrowLimit must be ${BORROW_LIMIT.least} or more.`);
  }
}

/** AWS Batch User Guide, create-quota-shares: the queue is VALID and has a quota-share policy. */
export function requireQueueForShares(call: Call, nameOrArn: string): JobQueue {
  const { state, now } = call;
  const queue = state.jobQueues.get(nameOrArn, now);
  if (statusAt(queue.phase, now) !== "VALID") {
    throw new ClientException("Job queues must be created and valid before adding quota shares to them.");
  }
  if (!isQuotaManaged(call, queue.schedulingPolicyArn)) {
    throw new ClientException(`Job queue ${queue.name} does not have a quota share policy.`);
  }
  return queue;
}

/** An assumption that is off by default: AWS lets the jobs of such a share wait. */
export function requireUnitsOfEnvironment(call: Call, queue: JobQueue, limits: readonly CapacityLimit[]): void {
  const { state, now, settings } = call;
  if (!settings.assumptions.refuseCapacityUnitsOutsideEnvironment) return;
  const known = queue.serviceEnvironmentOrder.flatMap(({ serviceEnvironment = "" }) => {
    return state.serviceEnvironments.find(serviceEnvironment, now)?.capacityLimits ?? [];
  });
  for (const { capacityUnit } of limits) {
    if (known.every((limit) => limit.capacityUnit !== capacityUnit)) {
      throw new ClientException(
        `Capacity unit ${capacityUnit} is not one of the service environment of ${queue.name}.`,
      );
    }
  }
}
