import type { BatchReader } from "../../queues";
import { queueArns, parseTrainingQueues } from "../../config/training-queues";
import { asLive } from "../../queues/declared";
import type { LiveQueues } from "../../queues/live-queues";
import { changed, context, type Changes } from "../config/training-queues/fixture";

const parsed = (changes: Changes) => parseTrainingQueues({ file: "queues.json", value: changed(changes) }, context);

/** @returns the queues of the fixture as if they were live, with changes. */
export function live(changes: Changes = {}): LiveQueues {
  return asLive(parsed(changes), context);
}

export const arns = queueArns(parsed({}), context);

/** @returns the ARN of an object in the account of the fixture. */
export const arn = (rest: string) => `arn:aws:batch:eu-west-1:123456789012:${rest}`;

/** AWS that has exactly these queues. */
export function readerOf(queues: LiveQueues): BatchReader {
  return {
    serviceEnvironments: () => Promise.resolve([...queues.serviceEnvironments.values()]),
    trainingQueues: () => Promise.resolve([...queues.jobQueues.values()]),
    schedulingPolicies: (wanted) =>
      Promise.resolve(wanted.flatMap((policyArn) => queues.schedulingPolicies.get(policyArn) ?? [])),
    quotaShares: (queueArn) =>
      Promise.resolve([...queues.quotaShares.values()].filter(({ jobQueueArn }) => jobQueueArn === queueArn)),
  };
}
