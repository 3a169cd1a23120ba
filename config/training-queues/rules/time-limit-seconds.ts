import { apiReference, wholeNumber, type Rule } from "./rule";

export const timeLimitSeconds: Rule = {
  demand: "A time limit on waiting jobs is 600 to 86400 seconds",
  source: apiReference("JobStateTimeLimitAction"),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) =>
      (request.jobStateTimeLimitActions ?? []).flatMap((action, index) =>
        wholeNumber(
          [...path, "jobStateTimeLimitActions", index, "maxTimeSeconds"],
          action?.maxTimeSeconds,
          600,
          86_400,
        ),
      ),
    ),
};
