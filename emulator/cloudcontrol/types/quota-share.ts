import type { Call } from "../../batch/plumbing/operation";
import {
  createQuotaShare,
  createQuotaShareShape,
  deleteQuotaShare,
  updateQuotaShare,
  updateQuotaShareShape,
} from "../../batch/resources/quota-shares";
import { parse } from "../../batch/plumbing/shapes";
import type { QuotaShare } from "../../batch/plumbing/state";
import { CloudControlError } from "../errors";
import type { Model } from "../json";
import { toModel, toRequest } from "../json";
import type { Live, ResourceType } from "../resource-type";
import { applyTags, changedProperties } from "./changes";
import { handlers, INTEGER, TAGGING, TAGS, TEXT } from "./parts";

const NAME = "[a-zA-Z0-9_\\-]{1,128}";

export const QUOTA_SHARE: ResourceType = {
  schema: {
    typeName: "AWS::Batch::QuotaShare",
    description: "A quota share of a job queue of AWS Batch",
    type: "object",
    additionalProperties: false,
    definitions: {
      ResourceArn: {
        type: "string",
        pattern: `^arn:aws[a-z\\-]*:batch:[a-z0-9\\-]+:[0-9]{12}:job-queue/${NAME}/quota-share/${NAME}$`,
      },
      QuotaShareCapacityLimit: {
        type: "object",
        additionalProperties: false,
        properties: { MaxCapacity: { ...INTEGER, minimum: 1 }, CapacityUnit: TEXT },
        required: ["MaxCapacity", "CapacityUnit"],
      },
      QuotaShareResourceSharingConfiguration: {
        type: "object",
        additionalProperties: false,
        properties: {
          Strategy: { type: "string", enum: ["RESERVE", "LEND", "LEND_AND_BORROW"] },
          BorrowLimit: { ...INTEGER, minimum: -1 },
        },
        required: ["Strategy"],
      },
      QuotaSharePreemptionConfiguration: {
        type: "object",
        additionalProperties: false,
        properties: { InSharePreemption: { type: "string", enum: ["ENABLED", "DISABLED"] } },
        required: ["InSharePreemption"],
      },
    },
    properties: {
      QuotaShareName: { type: "string", minLength: 1, maxLength: 128 },
      QuotaShareArn: { $ref: "#/definitions/ResourceArn" },
      JobQueue: TEXT,
      CapacityLimits: {
        type: "array",
        insertionOrder: true,
        uniqueItems: false,
        items: { $ref: "#/definitions/QuotaShareCapacityLimit" },
      },
      ResourceSharingConfiguration: { $ref: "#/definitions/QuotaShareResourceSharingConfiguration" },
      PreemptionConfiguration: { $ref: "#/definitions/QuotaSharePreemptionConfiguration" },
      State: { type: "string", enum: ["ENABLED", "DISABLED"] },
      Tags: TAGS,
    },
    required: [
      "QuotaShareName",
      "JobQueue",
      "CapacityLimits",
      "ResourceSharingConfiguration",
      "PreemptionConfiguration",
    ],
    primaryIdentifier: ["/properties/QuotaShareArn"],
    additionalIdentifiers: [["/properties/QuotaShareName"]],
    createOnlyProperties: ["/properties/QuotaShareName", "/properties/JobQueue"],
    readOnlyProperties: ["/properties/QuotaShareArn"],
    tagging: TAGGING,
    handlers: handlers({
      create: ["CreateQuotaShare", "TagResource", "DescribeQuotaShare"],
      read: ["DescribeQuotaShare"],
      update: ["DescribeQuotaShare", "UpdateQuotaShare", "TagResource", "UntagResource"],
      delete: ["UpdateQuotaShare", "DescribeQuotaShare", "DeleteQuotaShare"],
      list: ["ListQuotaShares"],
    }),
  },
  nameProperty: "QuotaShareName",

  create: (call, model) => createQuotaShare(call, parse(createQuotaShareShape, toRequest(model))).quotaShareArn ?? "",

  find({ state, now }, identifier) {
    const found = state.quotaShares.find(identifier, now);
    return found?.arn === identifier ? live(found) : undefined;
  },

  list(call, scope) {
    const queue = queueOf(call, scope);
    return call.state.quotaShares
      .all(call.now)
      .filter((share) => share.jobQueueArn === queue)
      .map(live);
  },

  update(call, quotaShareArn, change) {
    const properties = changedProperties(change);
    if (Object.keys(properties).length > 0) {
      updateQuotaShare(call, parse(updateQuotaShareShape, { ...toRequest(properties), quotaShareArn }));
    }
    applyTags(call, quotaShareArn, change);
  },

  // Nothing refers to a share but jobs, and these end with it.
  requireDeletable: () => undefined,

  disable: (call, quotaShareArn) => {
    updateQuotaShare(call, { quotaShareArn, state: "DISABLED" });
  },

  remove: (call, quotaShareArn) => {
    deleteQuotaShare(call, { quotaShareArn });
  },
};

/** The list handler of this type takes the queue from the caller's ResourceModel. */
function queueOf({ state, now }: Call, scope: Model): string | undefined {
  const queue = scope["JobQueue"];
  if (typeof queue === "string") return state.jobQueues.find(queue, now)?.arn;
  throw new CloudControlError(
    "InvalidRequestException",
    "Missing or invalid ResourceModel property in AWS::Batch::QuotaShare list handler request input. Required property: " +
      "[JobQueue]",
  );
}

function live(share: QuotaShare): Live {
  const model = toModel({
    quotaShareArn: share.arn,
    quotaShareName: share.name,
    jobQueue: share.jobQueueArn,
    capacityLimits: share.capacityLimits,
    resourceSharingConfiguration: share.resourceSharingConfiguration,
    preemptionConfiguration: share.preemptionConfiguration,
    state: share.state,
    tags: share.tags,
  });
  return { identifier: share.arn, model, enabled: share.state === "ENABLED", phase: share.phase };
}
