import { trainingFailure } from "./training-failure";

/** SageMaker may not take the role, or the role may not do what it has to. */
export const trainingRoleRefused = trainingFailure("training-role-refused", (reason) => {
  if (!/assume the (provided )?role|AssumeRole|AccessDenied|not authorized/i.test(reason)) return undefined;
  return {
    found: "its role may not do what it has to",
    todo: [
      "correct the trust policy (sagemaker.amazonaws.com) or the permissions of RoleArn",
      "on the embedded AWS dapf local iam tells what was denied",
    ],
    retry: "would not help",
  };
});
