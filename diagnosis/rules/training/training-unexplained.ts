import { trainingFailure } from "./training-failure";

/** It failed, and AWS says no more than this. */
export const trainingUnexplained = trainingFailure("training-unexplained", (reason, { job }) => {
  return {
    found: reason === "" ? "AWS does not say why" : reason,
    todo: [`dapf train show ${job.jobId ?? ""}`],
    retry: "may help",
  };
});
