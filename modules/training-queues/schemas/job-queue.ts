import { listOf, object, state, tags, text, whole, type ResourceSchema } from "./shared";

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobqueue.html
export const jobQueueSchema: ResourceSchema = {
  typeName: "AWS::Batch::JobQueue",
  properties: {
    JobQueueArn: text,
    JobQueueName: { type: "string", minLength: 1, maxLength: 128 },
    JobQueueType: text,
    Priority: { type: "integer", minimum: 0, maximum: 1000 },
    State: state,
    SchedulingPolicyArn: text,
    ComputeEnvironmentOrder: listOf("ComputeEnvironmentOrder"),
    ServiceEnvironmentOrder: listOf("ServiceEnvironmentOrder"),
    JobStateTimeLimitActions: listOf("JobStateTimeLimitAction"),
    Tags: tags,
  },
  definitions: {
    ComputeEnvironmentOrder: object(["ComputeEnvironment", "Order"], { ComputeEnvironment: text, Order: whole }),
    ServiceEnvironmentOrder: object(["ServiceEnvironment", "Order"], { ServiceEnvironment: text, Order: whole }),
    JobStateTimeLimitAction: object(["Action", "MaxTimeSeconds", "Reason", "State"], {
      Action: { type: "string", enum: ["CANCEL", "TERMINATE"] },
      MaxTimeSeconds: { type: "integer", minimum: 600, maximum: 86_400 },
      Reason: text,
      State: { type: "string", enum: ["RUNNABLE"] },
    }),
  },
  required: ["Priority"],
  oneOf: [{ required: ["ComputeEnvironmentOrder"] }, { required: ["ServiceEnvironmentOrder"] }],
  primaryIdentifier: ["/properties/JobQueueArn"],
  // Without the tags, which CloudFormation's older versions of this type cannot change in place: see docs.
  createOnlyProperties: ["/properties/JobQueueName", "/properties/JobQueueType"],
  readOnlyProperties: ["/properties/JobQueueArn"],
  additionalProperties: false,
};
