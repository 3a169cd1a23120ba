import { trainingFailure } from "./training-failure";

/** The account may not have as many instances. */
export const trainingQuota = trainingFailure("training-quota", (reason) => {
  if (!/ResourceLimitExceeded/.test(reason)) return undefined;
  return {
    found: "the account may not have as many instances of its type for training jobs",
    todo: ["aws service-quotas list-service-quotas --service-code sagemaker, and request an increase"],
    retry: "would not help",
  };
});
