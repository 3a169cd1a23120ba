import { trainingFailure } from "./training-failure";

/** It ran for longer than it may. */
export const trainingTooLong = trainingFailure("training-too-long", (reason) => {
  if (!/MaxRuntimeExceeded|MaxWaitTimeExceeded|exceeded.*timeout/i.test(reason)) return undefined;
  return {
    found: "it ran for longer than its StoppingCondition lets it",
    todo: ["submit it with a longer MaxRuntimeInSeconds, or let it write checkpoints"],
    retry: "would not help",
  };
});
