/** Roles that AWS makes for a service. Source: the page "Using service-linked roles" of each service. */
import { iamArn } from "../../../aws/arns";
import type { Place } from "../../../aws/place";

const NAMES: Readonly<Record<string, string>> = {
  "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
  "batch.amazonaws.com": "AWSServiceRoleForBatch",
  "dynamodb.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
  "ecs.amazonaws.com": "AWSServiceRoleForECS",
  "ecs.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_ECSService",
  "elasticfilesystem.amazonaws.com": "AWSServiceRoleForAmazonElasticFileSystem",
  "elasticloadbalancing.amazonaws.com": "AWSServiceRoleForElasticLoadBalancing",
  "events.amazonaws.com": "AWSServiceRoleForCloudWatchEvents",
  "lambda.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
  "rds.amazonaws.com": "AWSServiceRoleForRDS",
  "sagemaker-queuing.batch.amazonaws.com": "AWSServiceRoleForAWSBatchWithSagemaker",
  "sagemaker.application-autoscaling.amazonaws.com": "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint",
  "spot.amazonaws.com": "AWSServiceRoleForEC2Spot",
};

/** @param service - `batch.amazonaws.com` */
export function linkedRoleArn(place: Place, service: string, suffix?: string): string {
  const name = `${NAMES[service] ?? "*"}${suffix === undefined ? "" : `_${suffix}`}`;
  return iamArn(place, `role/aws-service-role/${service}/${name}`);
}
