import { trainingFailure } from "./training-failure";

/** The account may not have as many instances. */
export const trainingQuota = trainingFailure("training-quota", (reason) => {
  if (!/ResourceLimitExceeded/.test(reason)) return undefined;
  return {
    found: "the account may not have as many instances of its type for training jobs",
    todo: [
      "request an increase of the quota of its instance type for training jobs",
      "aws service-quotas list-service-quotas --service-code sagemaker",
    ],
    retry: "would not help",
  };
});
