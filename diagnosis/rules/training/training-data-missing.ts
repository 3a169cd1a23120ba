import { trainingFailure } from "./training-failure";

/** There is nothing where its data should be. */
export const trainingDataMissing = trainingFailure("training-data-missing", (reason) => {
  if (!/No S3 objects|NoSuchKey|NoSuchBucket|does not exist.*S3|S3.*does not exist/i.test(reason)) return undefined;
  return {
    found: "its data is not there",
    todo: ["correct S3Uri in InputDataConfig, or put the data there"],
    retry: "would not help",
  };
});
