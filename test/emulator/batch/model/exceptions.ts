/** Where the embedded AWS Batch is known not to agree with the service's model. */

/** Members that the model requires, and that are missing at times. */
export const MISSING_MEMBERS: readonly string[] = [
  // "When the job was started. More specifically, it's when the job transitioned from the STARTING state to the RUNNING
  // state." (API Reference, JobDetail): one that has not run has no such time.
  "JobDetail.startedAt",
  "DescribeServiceJobResponse.startedAt",
];

/** Members with values in another case than the model's. */
export const OTHER_CASE: readonly string[] = [
  // "The values aren't case sensitive." (API Reference, EvaluateOnExit); the service answers in lower case.
  "EvaluateOnExit.action",
];
