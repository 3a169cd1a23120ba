/** Groups of CloudWatch Logs whose names AWS has chosen. */

/** AWS Batch User Guide, "Use the awslogs log driver": the group of container jobs that name none. */
export const BATCH_LOGS = "/aws/batch/job";

/** Amazon SageMaker AI Developer Guide, "CloudWatch Logs for Amazon SageMaker AI". */
export const TRAINING_JOB_LOGS = "/aws/sagemaker/TrainingJobs";

/** The same page. Also the namespace of their metrics, as that of training jobs is. */
export const PROCESSING_JOB_LOGS = "/aws/sagemaker/ProcessingJobs";
