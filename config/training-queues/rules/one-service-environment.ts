import { serviceMessage, type Rule } from "./rule";

export const oneServiceEnvironment: Rule = {
  demand: "A queue has exactly one service environment",
  source: serviceMessage("Job queue can only have 1 service environment."),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) => {
      const count = request.serviceEnvironmentOrder?.length;
      if (count === undefined || count === 1) return [];
      const place = [...path, "serviceEnvironmentOrder"];
      return [{ path: place, rule: "must have exactly one entry", found: count, allowed: ["1"] }];
    }),
};
