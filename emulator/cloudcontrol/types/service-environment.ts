import type { Call } from "../../batch/plumbing/operation";
import {
  createServiceEnvironment,
  createServiceEnvironmentShape,
  deleteServiceEnvironment,
  requireDetached,
  updateServiceEnvironment,
  updateServiceEnvironmentShape,
} from "../../batch/resources/service-environments";
import { parse } from "../../batch/plumbing/shapes";
import type { ServiceEnvironment } from "../../batch/plumbing/state";
import { toModel, toRequest } from "../json";
import type { Live, ResourceType } from "../resource-type";
import { applyTags, changedProperties } from "./changes";
import { handlers, INTEGER, TAGGING, TAGS, TEXT } from "./parts";

export const SERVICE_ENVIRONMENT: ResourceType = {
  schema: {
    typeName: "AWS::Batch::ServiceEnvironment",
    description: "A service environment of AWS Batch",
    type: "object",
    additionalProperties: false,
    definitions: {
      CapacityLimits: {
        type: "array",
        uniqueItems: false,
        insertionOrder: false,
        items: { $ref: "#/definitions/CapacityLimit" },
      },
      CapacityLimit: {
        type: "object",
        additionalProperties: false,
        properties: { MaxCapacity: INTEGER, CapacityUnit: TEXT },
      },
    },
    properties: {
      ServiceEnvironmentArn: TEXT,
      ServiceEnvironmentName: TEXT,
      State: TEXT,
      ServiceEnvironmentType: TEXT,
      CapacityLimits: { $ref: "#/definitions/CapacityLimits" },
      Tags: TAGS,
    },
    required: ["ServiceEnvironmentType", "CapacityLimits"],
    primaryIdentifier: ["/properties/ServiceEnvironmentArn"],
    additionalIdentifiers: [["/properties/ServiceEnvironmentName"]],
    createOnlyProperties: ["/properties/ServiceEnvironmentName", "/properties/ServiceEnvironmentType"],
    readOnlyProperties: ["/properties/ServiceEnvironmentArn"],
    tagging: TAGGING,
    handlers: handlers({
      create: ["CreateServiceEnvironment", "TagResource", "DescribeServiceEnvironments", "Iam:CreateServiceLinkedRole"],
      read: ["DescribeServiceEnvironments"],
      update: ["UpdateServiceEnvironment", "DescribeServiceEnvironments", "TagResource", "UntagResource"],
      delete: ["DeleteServiceEnvironment", "DescribeServiceEnvironments", "UpdateServiceEnvironment"],
      list: ["DescribeServiceEnvironments"],
    }),
  },
  nameProperty: "ServiceEnvironmentName",

  create(call, model) {
    const { serviceEnvironmentArn } = createServiceEnvironment(
      call,
      parse(createServiceEnvironmentShape, toRequest(model)),
    );
    return serviceEnvironmentArn ?? "";
  },

  find(call, identifier) {
    const found = call.state.serviceEnvironments.find(identifier, call.now);
    return found?.arn === identifier ? live(found) : undefined;
  },

  list: ({ state, now }) => state.serviceEnvironments.all(now).map(live),

  update(call, serviceEnvironment, change) {
    const properties = changedProperties(change);
    if (Object.keys(properties).length > 0) {
      const request = { ...toRequest(properties), serviceEnvironment };
      updateServiceEnvironment(call, parse(updateServiceEnvironmentShape, request));
    }
    applyTags(call, serviceEnvironment, change);
  },

  requireDeletable: (call, identifier) => requireDetached(call, environment(call, identifier)),

  disable: (call, serviceEnvironment) => {
    updateServiceEnvironment(call, { serviceEnvironment, state: "DISABLED" });
  },

  remove: (call, serviceEnvironment) => {
    deleteServiceEnvironment(call, { serviceEnvironment });
  },
};

function environment({ state, now }: Call, arn: string): ServiceEnvironment {
  return state.serviceEnvironments.get(arn, now);
}

function live({ name, arn, type, state, capacityLimits, tags, phase }: ServiceEnvironment): Live {
  const model = toModel({
    serviceEnvironmentArn: arn,
    serviceEnvironmentName: name,
    state,
    serviceEnvironmentType: type,
    capacityLimits,
    tags,
  });
  return { identifier: arn, model, enabled: state === "ENABLED", phase };
}
