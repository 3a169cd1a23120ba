import { serviceMessage, type Rule } from "./rule";

export const repeatedTimeLimit: Rule = {
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
