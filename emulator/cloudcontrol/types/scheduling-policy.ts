import { schedulingPolicy, schedulingPolicyUpdate } from "../../../aws/batch/requests/scheduling-policy";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import { changeable } from "../../../aws/fields/table";
import {
  createSchedulingPolicy,
  deleteSchedulingPolicy,
  requireUnused,
  updateSchedulingPolicy,
} from "../../batch/resources/scheduling-policies";
import { batchType } from "./batch-type";

// CreateSchedulingPolicy: "can't be removed" once a policy has it.
const KIND_STAYS = "The kind of a scheduling policy cannot be changed.";

export const SCHEDULING_POLICY = batchType({
  schema: RESOURCE_SCHEMAS.schedulingPolicy,
  description: "A scheduling policy of AWS Batch",
  nameProperty: "Name",
  identifier: "arn",
  handlers: {
    create: ["CreateSchedulingPolicy", "TagResource"],
    read: ["DescribeSchedulingPolicies"],
    update: ["UpdateSchedulingPolicy", "TagResource", "UntagResource"],
    delete: ["DescribeSchedulingPolicies", "DeleteSchedulingPolicy"],
    list: ["ListSchedulingPolicies", "DescribeSchedulingPolicies"],
  },
  creation: schedulingPolicy,
  change: schedulingPolicyUpdate,
  kept: { FairsharePolicy: KIND_STAYS, QuotaSharePolicy: KIND_STAYS },
  table: ({ schedulingPolicies }) => schedulingPolicies,
  create: (call, request) => createSchedulingPolicy(call, request).arn,
  update: updateSchedulingPolicy,
  remove: (call, arn) => deleteSchedulingPolicy(call, { arn }),
  requireDeletable: requireUnused,
  answer: (policy) => {
    const { arn, name, tags } = policy;
    return { ...changeable(schedulingPolicy, policy), arn, name, tags };
  },
});
