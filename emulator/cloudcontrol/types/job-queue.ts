import {
  createJobQueue,
  createJobQueueShape,
  deleteJobQueue,
  requireWithoutShares,
  updateJobQueue,
  updateJobQueueShape,
} from "../../batch/resources/job-queues";
import { parse } from "../../batch/plumbing/shapes";
import type { JobQueue } from "../../batch/plumbing/state";
import { toModel, toRequest } from "../json";
import type { Live, ResourceType } from "../resource-type";
import { applyTags, changedProperties } from "./changes";
import { handlers, INTEGER, TAGGING, TAGS, TEXT } from "./parts";

export const JOB_QUEUE: ResourceType = {
  schema: {
    typeName: "AWS::Batch::JobQueue",
    description: "A job queue of AWS Batch",
    type: "object",
    additionalProperties: false,
    definitions: {
      ResourceArn: TEXT,
      ComputeEnvironmentOrder: {
        type: "object",
        additionalProperties: false,
        properties: { ComputeEnvironment: TEXT, Order: INTEGER },
        required: ["ComputeEnvironment", "Order"],
      },
      ServiceEnvironmentOrder: {
        type: "object",
        additionalProperties: false,
        properties: { ServiceEnvironment: TEXT, Order: INTEGER },
        required: ["ServiceEnvironment", "Order"],
      },
      JobStateTimeLimitAction: {
        type: "object",
        additionalProperties: false,
        properties: {
          Action: { type: "string", enum: ["CANCEL", "TERMINATE"] },
          MaxTimeSeconds: { type: "integer", minimum: 600, maximum: 86_400 },
          Reason: TEXT,
          State: { type: "string", enum: ["RUNNABLE"] },
        },
        required: ["Action", "MaxTimeSeconds", "Reason", "State"],
      },
    },
    properties: {
      JobQueueName: { type: "string", minLength: 1, maxLength: 128 },
      JobQueueArn: { $ref: "#/definitions/ResourceArn" },
      JobQueueType: TEXT,
      ComputeEnvironmentOrder: orderedListOf("ComputeEnvironmentOrder"),
      ServiceEnvironmentOrder: orderedListOf("ServiceEnvironmentOrder"),
      JobStateTimeLimitActions: orderedListOf("JobStateTimeLimitAction"),
      Priority: { type: "integer", minimum: 0, maximum: 1000 },
      State: { type: "string", enum: ["DISABLED", "ENABLED"] },
      SchedulingPolicyArn: { $ref: "#/definitions/ResourceArn" },
      Tags: TAGS,
    },
    required: ["Priority"],
    oneOf: [{ required: ["ComputeEnvironmentOrder"] }, { required: ["ServiceEnvironmentOrder"] }],
    primaryIdentifier: ["/properties/JobQueueArn"],
    createOnlyProperties: ["/properties/JobQueueName", "/properties/JobQueueType"],
    readOnlyProperties: ["/properties/JobQueueArn"],
    tagging: TAGGING,
    handlers: handlers({
      create: ["CreateJobQueue", "TagResource", "DescribeJobQueues"],
      read: ["DescribeJobQueues"],
      update: ["DescribeJobQueues", "UpdateJobQueue", "TagResource", "UntagResource"],
      delete: ["UpdateJobQueue", "DescribeJobQueues", "DeleteJobQueue"],
      list: ["DescribeJobQueues"],
    }),
  },
  nameProperty: "JobQueueName",

  create: (call, model) => createJobQueue(call, parse(createJobQueueShape, toRequest(model))).jobQueueArn ?? "",

  find({ state, now }, identifier) {
    const found = state.jobQueues.find(identifier, now);
    return found?.arn === identifier ? live(found) : undefined;
  },

  list: ({ state, now }) => state.jobQueues.all(now).map(live),

  update(call, jobQueue, change) {
    const properties = changedProperties(change, {
      // UpdateJobQueue: a policy "can be replaced but not removed".
      SchedulingPolicyArn: "The scheduling policy of a job queue cannot be removed.",
    });
    // Without the list there are no actions: the API has no other way to say that.
    if (change.changed["JobStateTimeLimitActions"] === null) properties["JobStateTimeLimitActions"] = [];
    if (Object.keys(properties).length > 0) {
      updateJobQueue(call, parse(updateJobQueueShape, { ...toRequest(properties), jobQueue }));
    }
    applyTags(call, jobQueue, change);
  },

  requireDeletable: (call, arn) => requireWithoutShares(call, call.state.jobQueues.get(arn, call.now)),

  disable: (call, jobQueue) => {
    updateJobQueue(call, { jobQueue, state: "DISABLED" });
  },

  remove: (call, jobQueue) => {
    deleteJobQueue(call, { jobQueue });
  },
};

function orderedListOf(definition: string) {
  return {
    type: "array",
    insertionOrder: true,
    uniqueItems: false,
    items: { $ref: `#/definitions/${definition}` },
  } as const;
}

function live(queue: JobQueue): Live {
  const { computeEnvironmentOrder: computes, serviceEnvironmentOrder: services } = queue;
  const model = toModel({
    jobQueueArn: queue.arn,
    jobQueueName: queue.name,
    jobQueueType: queue.type,
    // A model has one of the two.
    computeEnvironmentOrder: computes.length > 0 ? computes : undefined,
    serviceEnvironmentOrder: services.length > 0 ? services : undefined,
    jobStateTimeLimitActions: queue.jobStateTimeLimitActions,
    priority: queue.priority,
    state: queue.state,
    schedulingPolicyArn: queue.schedulingPolicyArn,
    tags: queue.tags,
  });
  return { identifier: queue.arn, model, enabled: queue.state === "ENABLED", phase: queue.phase };
}
