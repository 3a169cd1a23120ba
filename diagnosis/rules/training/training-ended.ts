import { trainingFailure } from "./training-failure";

/** Somebody has ended it. */
export const trainingEnded = trainingFailure("training-ended", (reason, { job }) => {
  const isThis = job.isTerminated === true && !/JobStateTimeLimit/.test(reason);
  if (!isThis) return undefined;
  return {
    found: `somebody has ended it: ${reason}`,
    todo: [`dapf train clone ${job.jobId ?? ""}`],
    retry: "would help",
  };
});
