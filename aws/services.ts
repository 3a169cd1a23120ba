/** The services that are asked, how patiently, and the packages of the SDK, which are loaded by the first call. */
import type * as Batch from "@aws-sdk/client-batch";
import { type AwsClient, connect } from "./client";
import { type Connection, isLoopback } from "./connection";
import type { RetryPolicy } from "./retry";

/** AWS Batch as all that ask it see it. */
export type BatchClient = AwsClient<typeof Batch>;

export const batchClient = (connection: Connection, retry?: RetryPolicy): BatchClient =>
  connect(connection, "AWS Batch", "BATCH", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-batch");
    return { sdk, client: new sdk.BatchClient(settings) };
  });

export const logsClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "CloudWatch Logs", "CLOUDWATCH_LOGS", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-cloudwatch-logs");
    return { sdk, client: new sdk.CloudWatchLogsClient(settings) };
  });

export const glueClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "Glue", "GLUE", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-glue");
    return { sdk, client: new sdk.GlueClient(settings) };
  });

export const s3Client = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "S3", "S3", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-s3");
    // A bucket is no host name on loopback.
    return { sdk, client: new sdk.S3Client({ ...settings, forcePathStyle: isLoopback(settings.endpoint) }) };
  });

export const sageMakerClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "SageMaker", "SAGEMAKER", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-sagemaker");
    return { sdk, client: new sdk.SageMakerClient(settings) };
  });

export const stepFunctionsClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "Step Functions", "SFN", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-sfn");
    return { sdk, client: new sdk.SFNClient(settings) };
  });

export const ssmClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "Systems Manager", "SSM", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-ssm");
    return { sdk, client: new sdk.SSMClient(settings) };
  });

export const ec2Client = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "EC2", "EC2", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-ec2");
    return { sdk, client: new sdk.EC2Client(settings) };
  });

export const ecrClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "ECR", "ECR", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-ecr");
    return { sdk, client: new sdk.ECRClient(settings) };
  });

export const iamClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "IAM", "IAM", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-iam");
    return { sdk, client: new sdk.IAMClient(settings) };
  });

export const secretsClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "Secrets Manager", "SECRETS_MANAGER", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-secrets-manager");
    return { sdk, client: new sdk.SecretsManagerClient(settings) };
  });

export const quotasClient = (connection: Connection, retry?: RetryPolicy) =>
  connect(connection, "Service Quotas", "SERVICE_QUOTAS", retry, async (settings) => {
    const sdk = await import("@aws-sdk/client-service-quotas");
    return { sdk, client: new sdk.ServiceQuotasClient(settings) };
  });
