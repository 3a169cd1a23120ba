import { trainingFailure } from "./training-failure";

/** Its own program has ended with an error. */
export const algorithmError = trainingFailure("algorithm-error", (reason, { job }) => {
  if (!/^.*AlgorithmError/.test(reason)) return undefined;
  return {
    found: `its program ended with an error: ${reason.slice(0, 300)}`,
    todo: [`dapf train logs ${job.jobId ?? ""}`, "correct the program or its input, and submit it once more"],
    retry: "may help",
  };
});
