import type {
  FrontOfQuotaShareJobSummary,
  FrontOfQueueJobSummary,
  GetJobQueueSnapshotResponse,
  QueueSnapshotCapacityUsage,
  QueueSnapshotUtilizationDetail,
} from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../../aws/batch/limits";
import type { Amounts, Position, QueuePicture } from "../../../../scheduling";
import { batchArn } from "../../../../aws/batch/arns";
import { ClientException } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import type { JobQueue } from "../../plumbing/state";
import { usageOf } from "./service-job-detail";

/** The first jobs of a queue of training jobs in the order of their dispatch, and what its shares use. */
export function trainingQueueSnapshot({ state, now }: Call, queue: JobQueue): GetJobQueueSnapshotResponse {
  const placed = state.servicePools.placeOf(queue.arn);
  const pool = placed && state.servicePools.get(placed.environmentArn);
  if (placed === undefined || pool === undefined) throw new ClientException(`JobQueue ${queue.name} is being deleted.`);
  const summary = ({ jobId, earliestTimeAtPosition }: Position): FrontOfQueueJobSummary => {
    return { jobArn: batchArn(state.place, `service-job/${jobId}`), earliestTimeAtPosition };
  };
  const fronts = [...pool.frontOfQuotaShares(queue.arn)].map(([share, front]) => {
    return [share, [summary(front)]] satisfies [string, FrontOfQuotaShareJobSummary[]];
  });
  return {
    frontOfQueue: { jobs: pool.frontOfQueue(queue.arn, PER_CALL.jobsInSnapshot).map(summary), lastUpdatedAt: now },
    frontOfQuotaShares:
      placed.kind === "QUOTA_SHARE" ? { quotaShares: Object.fromEntries(fronts), lastUpdatedAt: now } : undefined,
    queueUtilization: utilization(pool.picture(queue.arn, now), placed.kind, now),
  };
}

function utilization(picture: QueuePicture, kind: string, lastUpdatedAt: number): QueueSnapshotUtilizationDetail {
  const shares = picture.shares
    .map(({ share, own, borrowed }) => ({ share, used: sum(own, borrowed) }))
    .sort((one, other) => total(other.used) - total(one.used));
  return {
    totalCapacityUsage: usage(picture.usage),
    fairshareUtilization:
      kind === "FAIR_SHARE"
        ? {
            // FairshareUtilizationDetail: shares "that are currently utilizing capacity".
            activeShareCount: shares.filter(({ used }) => total(used) > 0).length,
            topCapacityUtilization: shares.slice(0, PER_CALL.sharesInSnapshot).map(({ share, used }) => {
              return { shareIdentifier: share, capacityUsage: usage(used) };
            }),
          }
        : undefined,
    quotaShareUtilization:
      kind === "QUOTA_SHARE"
        ? {
            topCapacityUtilization: shares.slice(0, PER_CALL.sharesInSnapshot).map(({ share, used }) => {
              return { quotaShareName: share, capacityUsage: usage(used) };
            }),
          }
        : undefined,
    lastUpdatedAt,
  };
}

const usage = (amounts: Amounts): QueueSnapshotCapacityUsage[] => usageOf(amounts);

function sum(one: Amounts, other: Amounts): Amounts {
  const units = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...units].map((unit) => [unit, (one[unit] ?? 0) + (other[unit] ?? 0)]));
}

function total(amounts: Amounts): number {
  return Object.values(amounts).reduce((all, count) => all + count, 0);
}
