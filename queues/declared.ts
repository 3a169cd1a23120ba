import { queueArns, type QueueContext, type TrainingQueues } from "../config/training-queues";
import { arnIn, withTagsOf } from "./as-declared";
import { type LiveQueues, NOTHING } from "./live-queues";

/** @returns what AWS Batch would tell if exactly the training queues that are declared were live. */
export function asLive(queues: TrainingQueues, context: QueueContext): LiveQueues {
  const arns = queueArns(queues, context);
  const tagged = withTagsOf(context);
  const state = "ENABLED";
  return {
    ...NOTHING,
    serviceEnvironments: new Map(
      queues.serviceEnvironments.map(({ key, request }) => {
        const arn = arns.serviceEnvironments.get(key) ?? "";
        return [arn, { state, ...request, serviceEnvironmentArn: arn, tags: tagged(request.tags) }];
      }),
    ),
    schedulingPolicies: new Map(
      queues.schedulingPolicies.map(({ key, request }) => {
        const arn = arns.schedulingPolicies.get(key) ?? "";
        return [arn, { ...request, arn, tags: tagged(request.tags) }];
      }),
    ),
    jobQueues: new Map(
      queues.jobQueues.map(({ key, request, serviceEnvironment, schedulingPolicy }) => {
        const arn = arns.jobQueues.get(key) ?? "";
        const environment = arnIn(arns.serviceEnvironments, serviceEnvironment);
        const queue = {
          ...request,
          state: request.state ?? state,
          jobQueueArn: arn,
          schedulingPolicyArn: schedulingPolicy && arnIn(arns.schedulingPolicies, schedulingPolicy),
          computeEnvironmentOrder: [],
          serviceEnvironmentOrder: request.serviceEnvironmentOrder.map(({ order }) => ({
            order,
            serviceEnvironment: environment,
          })),
          tags: tagged(request.tags),
        };
        return [arn, queue];
      }),
    ),
    quotaShares: new Map(
      queues.quotaShares.map(({ key, request, jobQueue }) => {
        const arn = arns.quotaShares.get(key) ?? "";
        const jobQueueArn = arnIn(arns.jobQueues, jobQueue);
        return [arn, { state, ...request, quotaShareArn: arn, jobQueueArn, tags: tagged(request.tags) }];
      }),
    ),
  };
}
