import { trainingFailure } from "./training-failure";

/** SageMaker found no instances. */
export const trainingCapacity = trainingFailure("training-capacity", (reason, { job }) => {
  if (!/CapacityError|InsufficientCapacity/.test(reason)) return undefined;
  return {
    found: "SageMaker found no instances of its type in this Region",
    todo: [`dapf train clone ${job.jobId ?? ""} once more later`, "or with another instance type"],
    retry: "would help",
  };
});
