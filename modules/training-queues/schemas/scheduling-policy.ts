import { listOf, object, tags, text, type ResourceSchema } from "./shared";

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-schedulingpolicy.html
export const schedulingPolicySchema: ResourceSchema = {
  typeName: "AWS::Batch::SchedulingPolicy",
  properties: {
    Arn: text,
    Name: text,
    FairsharePolicy: { $ref: "#/definitions/FairsharePolicy" },
    QuotaSharePolicy: { $ref: "#/definitions/QuotaSharePolicy" },
    Tags: tags,
  },
  definitions: {
    FairsharePolicy: object([], {
      ShareDecaySeconds: { type: "number", minimum: 0, maximum: 604_800 },
      ComputeReservation: { type: "number", minimum: 0, maximum: 99 },
      ShareDistribution: listOf("ShareAttributes"),
    }),
    QuotaSharePolicy: object([], { IdleResourceAssignmentStrategy: { type: "string", enum: ["FIFO"] } }),
    ShareAttributes: object([], {
      ShareIdentifier: text,
      WeightFactor: { type: "number", minimum: 0, maximum: 1000 },
    }),
  },
  required: [],
  primaryIdentifier: ["/properties/Arn"],
  // Without the tags, which CloudFormation's older versions of this type cannot change in place: see docs.
  createOnlyProperties: ["/properties/Name"],
  readOnlyProperties: ["/properties/Arn"],
  additionalProperties: false,
};
