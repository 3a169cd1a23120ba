import { quotaShare, quotaShareUpdate } from "../../../aws/batch/requests/quota-share";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import { changeable } from "../../../aws/fields/table";
import { createQuotaShare, deleteQuotaShare, updateQuotaShare } from "../../batch/resources/quota-shares";
import { CloudControlError } from "../errors";
import { batchType } from "./batch-type";

export const QUOTA_SHARE = batchType({
  schema: RESOURCE_SCHEMAS.quotaShare,
  description: "A quota share of a job queue of AWS Batch",
  nameProperty: "QuotaShareName",
  additionalIdentifiers: [["/properties/QuotaShareName"]],
  identifier: "quotaShareArn",
  handlers: {
    create: ["CreateQuotaShare", "TagResource", "DescribeQuotaShare"],
    read: ["DescribeQuotaShare"],
    update: ["DescribeQuotaShare", "UpdateQuotaShare", "TagResource", "UntagResource"],
    delete: ["UpdateQuotaShare", "DescribeQuotaShare", "DeleteQuotaShare"],
    list: ["ListQuotaShares"],
  },
  creation: quotaShare,
  change: quotaShareUpdate,
  table: ({ quotaShares }) => quotaShares,
  create: (call, request) => createQuotaShare(call, request).quotaShareArn,
  update: updateQuotaShare,
  // Nothing refers to a share but jobs, and these end with it.
  remove: (call, arn) => deleteQuotaShare(call, { quotaShareArn: arn }),

  /** The list handler of this type takes the queue from the caller's ResourceModel. */
  listed({ state, now }, scope) {
    const queue = scope["JobQueue"];
    if (typeof queue !== "string") {
      throw new CloudControlError(
        "InvalidRequestException",
        "Missing or invalid ResourceModel property in AWS::Batch::QuotaShare list handler request input. Required " +
          "property: [JobQueue]",
      );
    }
    const arn = state.jobQueues.find(queue, now)?.arn;
    return ({ jobQueueArn }) => jobQueueArn === arn;
  },

  answer: (share) => ({
    ...changeable(quotaShare, share),
    quotaShareArn: share.arn,
    quotaShareName: share.name,
    jobQueue: share.jobQueueArn,
    tags: share.tags,
  }),
});
