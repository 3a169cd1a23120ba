import { listOf, object, state, tags, text, type ResourceSchema } from "./shared";

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-quotashare.html
export const quotaShareSchema: ResourceSchema = {
  typeName: "AWS::Batch::QuotaShare",
  properties: {
    QuotaShareArn: text,
    QuotaShareName: { type: "string", minLength: 1, maxLength: 128 },
    JobQueue: text,
    CapacityLimits: listOf("QuotaShareCapacityLimit"),
    ResourceSharingConfiguration: { $ref: "#/definitions/QuotaShareResourceSharingConfiguration" },
    PreemptionConfiguration: { $ref: "#/definitions/QuotaSharePreemptionConfiguration" },
    State: state,
    Tags: tags,
  },
  definitions: {
    QuotaShareCapacityLimit: object(["MaxCapacity", "CapacityUnit"], {
      MaxCapacity: { type: "integer", minimum: 1 },
      CapacityUnit: text,
    }),
    QuotaShareResourceSharingConfiguration: object(["Strategy"], {
      Strategy: { type: "string", enum: ["RESERVE", "LEND", "LEND_AND_BORROW"] },
      BorrowLimit: { type: "integer", minimum: -1 },
    }),
    QuotaSharePreemptionConfiguration: object(["InSharePreemption"], {
      InSharePreemption: { type: "string", enum: ["ENABLED", "DISABLED"] },
    }),
  },
  required: ["QuotaShareName", "JobQueue", "CapacityLimits", "ResourceSharingConfiguration", "PreemptionConfiguration"],
  primaryIdentifier: ["/properties/QuotaShareArn"],
  createOnlyProperties: ["/properties/QuotaShareName", "/properties/JobQueue"],
  readOnlyProperties: ["/properties/QuotaShareArn"],
  additionalProperties: false,
};
