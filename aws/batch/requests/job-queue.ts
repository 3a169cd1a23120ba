import type {
  CreateJobQueueRequest,
  DeleteJobQueueRequest,
  DescribeJobQueuesRequest,
  GetJobQueueSnapshotRequest,
  UpdateJobQueueRequest,
} from "@aws-sdk/client-batch";
import { choice, list, object, text, whole } from "../../fields/field";
import { table, updateTable } from "../../fields/table";
import { pages, switched, tags } from "./common";

export const jobQueue = table<CreateJobQueueRequest>()({
  jobQueueName: text({ required: true, createOnly: true, min: 1, max: 128, cloudFormation: { optional: true } }),
  jobQueueType: choice(["EKS", "ECS", "ECS_FARGATE", "ECS_MANAGED_INSTANCES", "SAGEMAKER_TRAINING"], {
    createOnly: true,
    cloudFormation: { schema: { type: "string" } },
  }),
  priority: whole({ required: true, min: 0, max: 1000 }),
  state: switched,
  schedulingPolicyArn: text(),
  computeEnvironmentOrder: list(
    object("ComputeEnvironmentOrder", {
      computeEnvironment: text({ required: true }),
      order: whole({ required: true }),
    }),
    { key: "order" },
  ),
  serviceEnvironmentOrder: list(
    object("ServiceEnvironmentOrder", {
      serviceEnvironment: text({ required: true }),
      order: whole({ required: true }),
    }),
    { key: "order" },
  ),
  jobStateTimeLimitActions: list(
    object("JobStateTimeLimitAction", {
      action: choice(["CANCEL", "TERMINATE"], { required: true }),
      maxTimeSeconds: whole({ required: true, min: 600, max: 86_400 }),
      reason: text({ required: true }),
      state: choice(["RUNNABLE"], { required: true }),
    }),
    { key: "reason" },
  ),
  tags,
});

const byName = { jobQueue: text({ required: true }) };
export const jobQueueUpdate = updateTable<UpdateJobQueueRequest>()(jobQueue, byName);
export const jobQueueDeletion = table<DeleteJobQueueRequest>()(byName);
export const jobQueueDescription = table<DescribeJobQueuesRequest>()({ jobQueues: list(text()), ...pages });
export const jobQueueSnapshot = table<GetJobQueueSnapshotRequest>()(byName);
