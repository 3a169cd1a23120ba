import type {
  CreateSchedulingPolicyRequest,
  DeleteSchedulingPolicyRequest,
  DescribeSchedulingPoliciesRequest,
  ListSchedulingPoliciesRequest,
  UpdateSchedulingPolicyRequest,
} from "@aws-sdk/client-batch";
import { choice, decimal, list, object, text, whole } from "../../fields/field";
import { table, updateTable } from "../../fields/table";
import { pages, tags } from "./common";

/** CloudFormation makes up what is missing, or leaves it to the service. */
const optional = { optional: true } as const;

export const schedulingPolicy = table<CreateSchedulingPolicyRequest>()({
  name: text({ required: true, createOnly: true, cloudFormation: optional }),
  fairsharePolicy: object("FairsharePolicy", {
    shareDecaySeconds: whole({
      default: 0,
      cloudFormation: { schema: { type: "number", minimum: 0, maximum: 604_800 } },
    }),
    computeReservation: whole({ default: 0, cloudFormation: { schema: { type: "number", minimum: 0, maximum: 99 } } }),
    shareDistribution: list(
      object("ShareAttributes", {
        shareIdentifier: text({ required: true, cloudFormation: optional }),
        weightFactor: decimal({ default: 1, single: true, min: 0, max: 1000 }),
      }),
      { key: "shareIdentifier" },
    ),
  }),
  quotaSharePolicy: object("QuotaSharePolicy", {
    idleResourceAssignmentStrategy: choice(["FIFO"], { required: true, ownRule: true, cloudFormation: optional }),
  }),
  tags,
});

const byArn = { arn: text({ required: true }) };
export const schedulingPolicyUpdate = updateTable<UpdateSchedulingPolicyRequest>()(schedulingPolicy, byArn);
export const schedulingPolicyDeletion = table<DeleteSchedulingPolicyRequest>()(byArn);
export const schedulingPolicyDescription = table<DescribeSchedulingPoliciesRequest>()({
  arns: list(text(), { required: true }),
});
export const schedulingPolicyList = table<ListSchedulingPoliciesRequest>()(pages);
