/** Rules of job queues of any type. */
import type { CreateJobQueueRequest } from "@aws-sdk/client-batch";
import { QUEUE_PRIORITY, TIME_LIMIT_SECONDS } from "../../../aws/batch/limits";
import type { Checked } from "../../../aws/fields/field";
import type { DeclaredRequest } from "../declare";
import { apiReference, serviceMessage, span, userGuide, wholeNumber, type Rule } from "./rule";

/** What declares job queues. */
export interface WithQueues {
  readonly jobQueues: readonly DeclaredRequest<string, Checked<CreateJobQueueRequest>>[];
}

export const queuePriority: Rule<WithQueues> = {
  demand: `The priority of a queue is ${span(QUEUE_PRIORITY)}`,
  source: userGuide("create-sagemaker-job-queue"),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) => wholeNumber([...path, "priority"], request.priority, QUEUE_PRIORITY)),
};

export const timeLimitSeconds: Rule<WithQueues> = {
  demand: `A time limit on waiting jobs is ${span(TIME_LIMIT_SECONDS)} seconds`,
  source: apiReference("JobStateTimeLimitAction"),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) =>
      (request.jobStateTimeLimitActions ?? []).flatMap((action, index) => {
        const place = [...path, "jobStateTimeLimitActions", index, "maxTimeSeconds"];
        return wholeNumber(place, action?.maxTimeSeconds, TIME_LIMIT_SECONDS);
      }),
    ),
};

export const repeatedTimeLimit: Rule<WithQueues> = {
  demand: "A queue has one time limit for each state and reason",
  source: serviceMessage("Duplicate job state limit actions are not allowed."),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) => {
      const actions = request.jobStateTimeLimitActions ?? [];
      return actions.flatMap((action, index) => {
        if (action?.state === undefined || action.reason === undefined) return [];
        const first = actions.findIndex((other) => other?.state === action.state && other?.reason === action.reason);
        if (first === index) return [];
        const place = [...path, "jobStateTimeLimitActions", index];
        const rule = `repeats the state and reason of jobStateTimeLimitActions[${first}]`;
        return [{ path: place, rule, hint: "keep one of the two" }];
      });
    }),
};
