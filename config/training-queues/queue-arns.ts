import { batchArn, type ArnKind } from "../../aws/batch/arns";
import type { Place } from "../../aws/place";
import type { GroupName } from "./convention";
import type { Declaration, TrainingQueues } from "./declared-queues";

/** The ARNs that the declared objects have or will have, by key. */
export interface QueueArns {
  readonly serviceEnvironments: ReadonlyMap<string, string>;
  readonly schedulingPolicies: ReadonlyMap<string, string>;
  readonly jobQueues: ReadonlyMap<string, string>;
  readonly quotaShares: ReadonlyMap<string, string>;
}

/** @returns the ARNs of everything declared; they follow from the names. */
export function queueArns(queues: TrainingQueues, place: Place): QueueArns {
  const arnsOf = (declarations: readonly Declaration<GroupName>[], kind: ArnKind) =>
    new Map(declarations.map(({ key, name }) => [key, batchArn(place, `${kind}/${name}`)]));
  const jobQueues = arnsOf(queues.jobQueues, "job-queue");
  return {
    serviceEnvironments: arnsOf(queues.serviceEnvironments, "service-environment"),
    schedulingPolicies: arnsOf(queues.schedulingPolicies, "scheduling-policy"),
    jobQueues,
    quotaShares: new Map(
      queues.quotaShares.map(({ key, name, jobQueue }) => {
        const queue = jobQueue.kind === "existing" ? jobQueue.arn : (jobQueues.get(jobQueue.key) ?? "");
        return [key, `${queue}/quota-share/${name}`];
      }),
    ),
  };
}
