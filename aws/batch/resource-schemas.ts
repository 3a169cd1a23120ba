import { resourceSchema } from "../fields/cloud-formation";
import { computeEnvironment } from "./requests/compute-environment";
import { consumableResource } from "./requests/consumable-resource";
import { jobDefinition } from "./requests/job-definition";
import { jobQueue } from "./requests/job-queue";
import { quotaShare } from "./requests/quota-share";
import { schedulingPolicy } from "./requests/scheduling-policy";
import { serviceEnvironment } from "./requests/service-environment";

/**
 * The resource types of AWS Batch that are made through Cloud Control
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
  consumableResource: resourceSchema(consumableResource, {
    typeName: "AWS::Batch::ConsumableResource",
    arn: "ConsumableResourceArn",
    required: ["ResourceType", "TotalQuantity"],
  }),
  computeEnvironment: resourceSchema(computeEnvironment, {
    typeName: "AWS::Batch::ComputeEnvironment",
    arn: "ComputeEnvironmentArn",
    createOnlyWithin: ["/properties/ComputeResources/SpotIamFleetRole"],
    added: { ReplaceComputeEnvironment: { type: "boolean" } },
  }),
  // All revisions of a definition are one resource, which is identified by their name.
  jobDefinition: resourceSchema(jobDefinition, {
    typeName: "AWS::Batch::JobDefinition",
    arn: "JobDefinitionArn",
    identifier: "JobDefinitionName",
    added: {
      ResourceRetentionPolicy: {
        type: "object",
        properties: { SkipDeregisterOnUpdate: { type: "boolean" } },
        additionalProperties: false,
      },
    },
  }),
} as const;
