import type { Place } from "../../../aws/place";
import type { Reference, TrainingQueues } from "../../../config/training-queues";
import { BatchAccount } from "./account";

/** Creates all that is declared as dapf's module does: by reference, and first what others refer to. */
export function create(queues: TrainingQueues, place: Place): BatchAccount {
  const batch = new BatchAccount();
  const call = (operation: string, body: object): Record<string, unknown> => batch.call(operation, body, place);
  const arnOf = new Map<string, unknown>();
  const referred = (kind: string, reference: Reference): unknown =>
    reference.kind === "declared" ? arnOf.get(`${kind}/${reference.key}`) : reference.arn;

  for (const { key, request } of queues.serviceEnvironments) {
    arnOf.set(`se/${key}`, call("CreateServiceEnvironment", request)["serviceEnvironmentArn"]);
  }
  for (const { key, request } of queues.schedulingPolicies) {
    arnOf.set(`sp/${key}`, call("CreateSchedulingPolicy", request)["arn"]);
  }
  batch.settle();
  for (const { key, request, serviceEnvironment, schedulingPolicy } of queues.jobQueues) {
    const links = {
      serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: referred("se", serviceEnvironment) }],
      ...(schedulingPolicy === undefined ? {} : { schedulingPolicyArn: referred("sp", schedulingPolicy) }),
    };
    arnOf.set(`jq/${key}`, call("CreateJobQueue", { ...request, ...links })["jobQueueArn"]);
  }
  batch.settle();
  for (const { request, jobQueue } of queues.quotaShares) {
    call("CreateQuotaShare", { ...request, jobQueue: referred("jq", jobQueue) });
  }
  return batch;
}
