import { trainingFailure } from "./training-failure";

/** Its own program has ended with an error. */
export const algorithmError = trainingFailure("algorithm-error", (reason, { job }) => {
  if (!/^.*AlgorithmError/.test(reason)) return undefined;
  const [, code] = /exit code: (\d+)/.exec(reason) ?? [];
  return {
    found: code === undefined ? "its program ended with an error" : `its program ended with exit code ${code}`,
    todo: [`dapf train logs ${job.jobId ?? ""}`, "correct the program or its input, and submit it once more"],
    retry: "may help",
  };
});
