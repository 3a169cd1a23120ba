/** Groups of CloudWatch Logs whose names AWS has chosen. */

/** AWS Batch User Guide, "Use the awslogs log driver": the group of container jobs that name none. */
export const BATCH_LOGS = "/aws/batch/job";

/** Amazon SageMaker AI Developer Guide, "CloudWatch Logs for Amazon SageMaker AI". */
export const TRAINING_JOB_LOGS = "/aws/sagemaker/TrainingJobs";

/** The same page. Also the namespace of their metrics, as that of training jobs is. */
export const PROCESSING_JOB_LOGS = "/aws/sagemaker/ProcessingJobs";

/** Days that CloudWatch Logs can keep what is in a group: API Reference, PutRetentionPolicy, retentionInDays. */
export const RETENTION_DAYS: readonly number[] = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];
/** What the provider's `retention_in_days` calls a group that keeps everything. */
export const FOR_EVER = 0;
