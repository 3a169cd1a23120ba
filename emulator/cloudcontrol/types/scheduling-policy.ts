import {
  createSchedulingPolicy,
  createSchedulingPolicyShape,
  deleteSchedulingPolicy,
  requireUnused,
  updateSchedulingPolicy,
  updateSchedulingPolicyShape,
} from "../../batch/resources/scheduling-policies";
import { parse } from "../../batch/plumbing/shapes";
import type { SchedulingPolicy } from "../../batch/plumbing/state";
import { toModel, toRequest } from "../json";
import type { Live, ResourceType } from "../resource-type";
import { applyTags, changedProperties } from "./changes";
import { handlers, TAGGING, TAGS, TEXT } from "./parts";

// CreateSchedulingPolicy: "can't be removed" once a policy has it.
const KIND_STAYS = "The kind of a scheduling policy cannot be changed.";

export const SCHEDULING_POLICY: ResourceType = {
  schema: {
    typeName: "AWS::Batch::SchedulingPolicy",
    description: "A scheduling policy of AWS Batch",
    type: "object",
    additionalProperties: false,
    definitions: {
      ResourceArn: TEXT,
      QuotaSharePolicy: {
        type: "object",
        additionalProperties: false,
        properties: { IdleResourceAssignmentStrategy: { type: "string", enum: ["FIFO"] } },
      },
      FairsharePolicy: {
        type: "object",
        additionalProperties: false,
        properties: {
          ShareDecaySeconds: { type: "number", minimum: 0, maximum: 604_800 },
          ComputeReservation: { type: "number", minimum: 0, maximum: 99 },
          ShareDistribution: {
            type: "array",
            insertionOrder: false,
            items: { $ref: "#/definitions/ShareAttributes" },
          },
        },
        required: [],
      },
      ShareAttributes: {
        type: "object",
        additionalProperties: false,
        properties: { ShareIdentifier: TEXT, WeightFactor: { type: "number", minimum: 0, maximum: 1000 } },
        required: [],
      },
    },
    properties: {
      Name: TEXT,
      Arn: { $ref: "#/definitions/ResourceArn" },
      FairsharePolicy: { $ref: "#/definitions/FairsharePolicy" },
      QuotaSharePolicy: { $ref: "#/definitions/QuotaSharePolicy" },
      Tags: TAGS,
    },
    primaryIdentifier: ["/properties/Arn"],
    createOnlyProperties: ["/properties/Name"],
    readOnlyProperties: ["/properties/Arn"],
    tagging: TAGGING,
    handlers: handlers({
      create: ["CreateSchedulingPolicy", "TagResource"],
      read: ["DescribeSchedulingPolicies"],
      update: ["UpdateSchedulingPolicy", "TagResource", "UntagResource"],
      delete: ["DescribeSchedulingPolicies", "DeleteSchedulingPolicy"],
      list: ["ListSchedulingPolicies", "DescribeSchedulingPolicies"],
    }),
  },
  nameProperty: "Name",

  create(call, model) {
    return createSchedulingPolicy(call, parse(createSchedulingPolicyShape, toRequest(model))).arn ?? "";
  },

  find({ state, now }, identifier) {
    const found = state.schedulingPolicies.find(identifier, now);
    return found?.arn === identifier ? live(found) : undefined;
  },

  list: ({ state, now }) => state.schedulingPolicies.all(now).map(live),

  update(call, arn, change) {
    const properties = changedProperties(change, { FairsharePolicy: KIND_STAYS, QuotaSharePolicy: KIND_STAYS });
    if (Object.keys(properties).length > 0) {
      updateSchedulingPolicy(call, parse(updateSchedulingPolicyShape, { ...toRequest(properties), arn }));
    }
    applyTags(call, arn, change);
  },

  requireDeletable: (call, arn) => requireUnused(call, call.state.schedulingPolicies.get(arn, call.now)),

  // A policy has no state.
  disable: () => undefined,

  remove: (call, arn) => {
    deleteSchedulingPolicy(call, { arn });
  },
};

function live({ name, arn, quotaSharePolicy, fairsharePolicy, tags, phase }: SchedulingPolicy): Live {
  const model = toModel({ arn, name, fairsharePolicy, quotaSharePolicy, tags });
  return { identifier: arn, model, enabled: false, phase };
}
