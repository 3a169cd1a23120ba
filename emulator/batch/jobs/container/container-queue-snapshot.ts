import type { GetJobQueueSnapshotResponse, QueueSnapshotCapacityUsage } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../../aws/batch/limits";
import { VCPU } from "../../../../aws/batch/names";
import type { Call } from "../../plumbing/operation";
import type { JobQueue } from "../../plumbing/state";
import { policyOf } from "../../resources/queue-policy";
import { lineOf } from "./attempt";

/**
 * The first jobs of a queue of container jobs in the order of their dispatch, and the vCPUs that its shares use (API
 * Reference, QueueSnapshotCapacityUsage: "For compute jobs, this is VCPU for Amazon EC2").
 */
export function containerQueueSnapshot(call: Call, queue: JobQueue): GetJobQueueSnapshotResponse {
  const { state, now } = call;
  const line = lineOf(call, queue.arn);
  const policy = policyOf(call, queue.schedulingPolicyArn);
  line.configure(policy, now);
  const shares = line.usage(now).sort((one, other) => other.vcpus - one.vcpus);
  const jobs = line.first(PER_CALL.jobsInSnapshot, now).map(({ jobId, earliestTimeAtPosition }) => {
    return { jobArn: state.jobs.get(jobId)?.arn, earliestTimeAtPosition };
  });
  return {
    frontOfQueue: { jobs, lastUpdatedAt: now },
    queueUtilization: {
      totalCapacityUsage: usage(shares.reduce((sum, { vcpus }) => sum + vcpus, 0)),
      fairshareUtilization:
        policy.kind === "FAIR_SHARE"
          ? {
              // FairshareUtilizationDetail: shares "that are currently utilizing capacity".
              activeShareCount: shares.filter(({ vcpus }) => vcpus > 0).length,
              topCapacityUtilization: shares.slice(0, PER_CALL.sharesInSnapshot).map(({ share, vcpus }) => {
                return { shareIdentifier: share, capacityUsage: usage(vcpus) };
              }),
            }
          : undefined,
      lastUpdatedAt: now,
    },
  };
}

function usage(vcpus: number): QueueSnapshotCapacityUsage[] {
  return vcpus === 0 ? [] : [{ capacityUnit: VCPU, quantity: vcpus }];
}
