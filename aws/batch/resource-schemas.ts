import { resourceSchema } from "../fields/cloud-formation";
import { jobQueue } from "./requests/job-queue";
import { quotaShare } from "./requests/quota-share";
import { schedulingPolicy } from "./requests/scheduling-policy";
import { serviceEnvironment } from "./requests/service-environment";

/**
 * The resource types of AWS Batch that the AWS provider reaches through Cloud Control only
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Batch.html).
 */
export const RESOURCE_SCHEMAS = {
  serviceEnvironment: resourceSchema(serviceEnvironment, {
    typeName: "AWS::Batch::ServiceEnvironment",
    arn: "ServiceEnvironmentArn",
  }),
  schedulingPolicy: resourceSchema(schedulingPolicy, { typeName: "AWS::Batch::SchedulingPolicy", arn: "Arn" }),
  jobQueue: resourceSchema(jobQueue, {
    typeName: "AWS::Batch::JobQueue",
    arn: "JobQueueArn",
    oneOf: ["ComputeEnvironmentOrder", "ServiceEnvironmentOrder"],
  }),
  quotaShare: resourceSchema(quotaShare, { typeName: "AWS::Batch::QuotaShare", arn: "QuotaShareArn" }),
} as const;
