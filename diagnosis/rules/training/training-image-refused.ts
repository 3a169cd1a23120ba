import { trainingFailure } from "./training-failure";

/** SageMaker could not get the image. */
export const trainingImageRefused = trainingFailure("training-image-refused", (reason) => {
  const isThis = /image/i.test(reason) && /ClientError|ValidationException|pull|ECR|not found/i.test(reason);
  if (!isThis) return undefined;
  return {
    found: "its image could not be had",
    todo: ["push the image, or correct TrainingImage", "allow RoleArn to pull from its repository"],
    retry: "would not help",
  };
});
