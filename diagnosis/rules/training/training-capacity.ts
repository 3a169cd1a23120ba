import { trainingFailure } from "./training-failure";

/** SageMaker found no instances. */
export const trainingCapacity = trainingFailure("training-capacity", (reason, { job }) => {
  if (!/CapacityError|InsufficientCapacity/.test(reason)) return undefined;
  return {
    found: "SageMaker found no instances of its type in this Region",
    todo: ["submit it again later, or with another instance type", `dapf train clone ${job.jobId ?? ""}`],
    retry: "would help",
  };
});
