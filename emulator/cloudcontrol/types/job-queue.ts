import { jobQueue, jobQueueUpdate } from "../../../aws/batch/requests/job-queue";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import { changeable } from "../../../aws/fields/table";
import { createJobQueue, deleteJobQueue, requireWithoutShares, updateJobQueue } from "../../batch/resources/job-queues";
import { batchType } from "./batch-type";

export const JOB_QUEUE = batchType({
  schema: RESOURCE_SCHEMAS.jobQueue,
  description: "A job queue of AWS Batch",
  nameProperty: "JobQueueName",
  identifier: "jobQueue",
  handlers: {
    create: ["CreateJobQueue", "TagResource", "DescribeJobQueues"],
    read: ["DescribeJobQueues"],
    update: ["DescribeJobQueues", "UpdateJobQueue", "TagResource", "UntagResource"],
    delete: ["UpdateJobQueue", "DescribeJobQueues", "DeleteJobQueue"],
    list: ["DescribeJobQueues"],
  },
  creation: jobQueue,
  change: jobQueueUpdate,
  // UpdateJobQueue: a policy "can be replaced but not removed".
  kept: { SchedulingPolicyArn: "The scheduling policy of a job queue cannot be removed." },
  // The API has no other way to say that there are none.
  emptied: ["JobStateTimeLimitActions"],
  table: ({ jobQueues }) => jobQueues,
  create: (call, request) => createJobQueue(call, request).jobQueueArn,
  update: updateJobQueue,
  remove: (call, arn) => deleteJobQueue(call, { jobQueue: arn }),
  requireDeletable: requireWithoutShares,
  answer: (queue) => {
    const { computeEnvironmentOrder: computes, serviceEnvironmentOrder: services } = queue;
    return {
      ...changeable(jobQueue, queue),
      jobQueueArn: queue.arn,
      jobQueueName: queue.name,
      jobQueueType: queue.type,
      // A model has one of the two.
      computeEnvironmentOrder: computes.length > 0 ? computes : undefined,
      serviceEnvironmentOrder: services.length > 0 ? services : undefined,
      tags: queue.tags,
    };
  },
});
