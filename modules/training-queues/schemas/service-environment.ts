import { listOf, object, tags, text, whole, type ResourceSchema } from "./shared";

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-serviceenvironment.html
export const serviceEnvironmentSchema: ResourceSchema = {
  typeName: "AWS::Batch::ServiceEnvironment",
  properties: {
    ServiceEnvironmentArn: text,
    ServiceEnvironmentName: text,
    ServiceEnvironmentType: text,
    State: text,
    CapacityLimits: listOf("CapacityLimit"),
    Tags: tags,
  },
  definitions: { CapacityLimit: object([], { MaxCapacity: whole, CapacityUnit: text }) },
  required: ["ServiceEnvironmentType", "CapacityLimits"],
  primaryIdentifier: ["/properties/ServiceEnvironmentArn"],
  createOnlyProperties: ["/properties/ServiceEnvironmentName", "/properties/ServiceEnvironmentType"],
  readOnlyProperties: ["/properties/ServiceEnvironmentArn"],
  additionalProperties: false,
};
