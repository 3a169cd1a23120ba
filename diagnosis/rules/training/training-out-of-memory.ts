import { trainingFailure } from "./training-failure";

/** The container needed more memory than its instance has. */
export const trainingOutOfMemory = trainingFailure("training-out-of-memory", (reason) => {
  if (!/out of memory|OutOfMemory|exit code: 137/i.test(reason)) return undefined;
  return {
    found: "it ran out of memory",
    todo: ["submit it with a larger instance type, or smaller batches"],
    retry: "would not help",
  };
});
