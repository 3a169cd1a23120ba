import type { PlannedChange } from "./changes";

/*
 * Resources that hold something which no deploy brings back: data, history, keys, or what others have put there. A
 * resource that only describes access or behaviour (a role, a policy, a job, a trigger, an uploaded script) is made
 * again from the configuration, and is not here.
 */
const statefulTypes: ReadonlySet<string> = new Set([
  // Buckets, file systems.
  "aws_s3_bucket",
  "aws_s3_directory_bucket",
  "aws_efs_file_system",
  // Tables and databases.
  "aws_dynamodb_table",
  "aws_dynamodb_global_table",
  "aws_athena_database",
  "aws_glue_catalog_database",
  "aws_glue_catalog_table",
  "aws_db_instance",
  "aws_rds_cluster",
  "aws_redshift_cluster",
  "aws_timestreamwrite_database",
  "aws_timestreamwrite_table",
  // Repositories: of images, and of registered models.
  "aws_ecr_repository",
  "aws_sagemaker_model_package_group",
  // Keys, secrets, and parameters, whose values pipelines write.
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_secretsmanager_secret",
  "aws_ssm_parameter",
  // Queues with what waits in them.
  "aws_batch_job_queue",
  "aws_sqs_queue",
  // State machines with their executions and history.
  "aws_sfn_state_machine",
  // Logs.
  "aws_cloudwatch_log_group",
]);

/** The same for resources of Cloud Control, whose Terraform type says nothing: CloudFormation's type names. */
const statefulCloudControlTypes: ReadonlySet<string> = new Set(["AWS::Batch::JobQueue"]);

/** One Terraform type for all that CloudFormation knows. */
export const CLOUD_CONTROL = "aws_cloudcontrolapi_resource";

/** @returns whether what the resource holds would be lost with it. */
export function isStateful({ type, cloudControlType }: Pick<PlannedChange, "type" | "cloudControlType">): boolean {
  // A Cloud Control resource of a type that is not known is taken for the worst.
  if (type === CLOUD_CONTROL) return cloudControlType === undefined || statefulCloudControlTypes.has(cloudControlType);
  return statefulTypes.has(type);
}
