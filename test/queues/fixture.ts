import { parseTrainingQueues } from "../../config/training-queues";
import { asLive } from "../../queues/declared";
import type { LiveQueues } from "../../queues/live-queues";
import type { BatchCalls } from "../aws/stand-in";
import { changed, context, type Changes } from "../config/training-queues/fixture";

const parsed = (changes: Changes) => parseTrainingQueues({ file: "queues.json", value: changed(changes) }, context);

/** @returns the queues of the fixture as if they were live, with changes. */
export function live(changes: Changes = {}): LiveQueues {
  return asLive(parsed(changes), context);
}

/** @returns the ARN of an object in the account of the fixture. */
export const arn = (rest: string) => `arn:aws:batch:eu-west-1:123456789012:${rest}`;

/** AWS that has exactly these queues. */
export function callsOf(queues: LiveQueues) {
  const shares = [...queues.quotaShares.values()];
  return {
    describeServiceEnvironments: () =>
      Promise.resolve({ serviceEnvironments: [...queues.serviceEnvironments.values()] }),
    describeJobQueues: () => Promise.resolve({ jobQueues: [...queues.jobQueues.values()] }),
    describeSchedulingPolicies: ({ arns: wanted = [] }) =>
      Promise.resolve({ schedulingPolicies: wanted.flatMap((one) => queues.schedulingPolicies.get(one) ?? []) }),
    listQuotaShares: ({ jobQueue }) =>
      Promise.resolve({ quotaShares: shares.filter(({ jobQueueArn }) => jobQueueArn === jobQueue) }),
    describeQuotaShare: ({ quotaShareArn = "" }) => Promise.resolve(queues.quotaShares.get(quotaShareArn) ?? {}),
  } satisfies Partial<BatchCalls>;
}
