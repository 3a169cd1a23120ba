import { trainingFailure } from "./training-failure";

/** It was stuck for longer than its queue allows. */
export const trainingTimeLimit = trainingFailure("training-time-limit", (reason) => {
  if (!/JobStateTimeLimit/.test(reason)) return undefined;
  return {
    found: `it was stuck for longer than its queue allows: ${reason.split(": ").at(-1) ?? ""}`,
    todo: ["see what the queue and its shares have room for", "dapf queues show <environment>"],
    retry: "would not help",
  };
});
