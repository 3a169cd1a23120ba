import type { GetJobQueueSnapshotRequest, GetJobQueueSnapshotResponse } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import type { Call } from "../plumbing/operation";
import { SAGEMAKER } from "../rules/queue-request";
import { containerQueueSnapshot } from "./container/container-queue-snapshot";
import { trainingQueueSnapshot } from "./service/training-queue-snapshot";

export function getJobQueueSnapshot(
  call: Call,
  input: Checked<GetJobQueueSnapshotRequest>,
): GetJobQueueSnapshotResponse {
  const queue = call.state.jobQueues.get(input.jobQueue, call.now);
  return queue.type === SAGEMAKER ? trainingQueueSnapshot(call, queue) : containerQueueSnapshot(call, queue);
}
