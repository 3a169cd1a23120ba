import type { Retrier } from "./states";

/**
 * For Glue jobs: what goes by itself, such as throttling or a former run that is still ending. Not a script that
 * failed: it would fail again, and the run would learn it later.
 * Error names: https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html
 */
export const glueBusy: Retrier = {
  ErrorEquals: [
    "Glue.AWSGlueException",
    "Glue.ConcurrentRunsExceededException",
    "Glue.InternalServiceException",
    "Glue.OperationTimeoutException",
    "Glue.ResourceNumberLimitExceededException",
    "Glue.SdkClientException",
  ],
  IntervalSeconds: 15,
  MaxAttempts: 6,
  BackoffRate: 2,
  MaxDelaySeconds: 300,
  JitterStrategy: "FULL",
};

/** For processing jobs: throttling, and quotas that other jobs use up for now. */
export const sageMakerBusy: Retrier = {
  ErrorEquals: [
    "SageMaker.AmazonSageMakerException",
    "SageMaker.ResourceLimitExceededException",
    "SageMaker.SdkClientException",
  ],
  IntervalSeconds: 30,
  MaxAttempts: 6,
  BackoffRate: 2,
  MaxDelaySeconds: 600,
  JitterStrategy: "FULL",
};

/** Once more, should a task have hung: the scripts are written to be started again. */
export const hung: Retrier = {
  ErrorEquals: ["States.Timeout"],
  IntervalSeconds: 30,
  MaxAttempts: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
};

/** For short calls that may be made any number of times, whatever went wrong. */
export const shortCall: Retrier = {
  ErrorEquals: ["States.TaskFailed", "States.Timeout"],
  IntervalSeconds: 2,
  MaxAttempts: 4,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  JitterStrategy: "FULL",
};

/** For clean-up, which has to happen: whatever went wrong, try again. */
export const atAnyRate: Retrier = {
  ErrorEquals: ["States.ALL"],
  IntervalSeconds: 15,
  MaxAttempts: 3,
  BackoffRate: 2,
  MaxDelaySeconds: 300,
  JitterStrategy: "FULL",
};
