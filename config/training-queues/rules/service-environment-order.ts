import { apiReference, LARGEST_INTEGER, wholeNumber, type Rule } from "./rule";

export const serviceEnvironmentOrder: Rule = {
  demand: "The order of a service environment is a whole number",
  source: apiReference("ServiceEnvironmentOrder"),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) =>
      (request.serviceEnvironmentOrder ?? []).flatMap((entry, index) =>
        wholeNumber([...path, "serviceEnvironmentOrder", index, "order"], entry?.order, 0, LARGEST_INTEGER),
      ),
    ),
};
