import type {
  CreateQuotaShareRequest,
  DeleteQuotaShareRequest,
  DescribeQuotaShareRequest,
  ListQuotaSharesRequest,
  UpdateQuotaShareRequest,
} from "@aws-sdk/client-batch";
import { type Beside, choice, list, object, text, whole } from "../../fields/field";
import { table, updateTable } from "../../fields/table";
import { pages, switched, tags } from "./common";

export const quotaShare = table<CreateQuotaShareRequest>()({
  quotaShareName: text({ required: true, createOnly: true, min: 1, max: 128 }),
  jobQueue: text({ required: true, createOnly: true }),
  capacityLimits: list(
    object("QuotaShareCapacityLimit", {
      maxCapacity: whole({ required: true, ownRule: true, min: 1 }),
      capacityUnit: text({ required: true, ownRule: true }),
    }),
    { required: true, ownRule: true, key: "capacityUnit" },
  ),
  resourceSharingConfiguration: object(
    "QuotaShareResourceSharingConfiguration",
    {
      strategy: choice(["RESERVE", "LEND", "LEND_AND_BORROW"], { required: true }),
      borrowLimit: whole({
        min: -1,
        // QuotaShareResourceSharingConfiguration: -1 is no limit.
        default: ({ strategy }: Beside) => (strategy === "LEND_AND_BORROW" ? -1 : undefined),
      }),
    },
    { required: true },
  ),
  preemptionConfiguration: object(
    "QuotaSharePreemptionConfiguration",
    { inSharePreemption: choice(["ENABLED", "DISABLED"], { required: true }) },
    { required: true },
  ),
  state: switched,
  tags,
});

const byArn = { quotaShareArn: text({ required: true }) };
export const quotaShareUpdate = updateTable<UpdateQuotaShareRequest>()(quotaShare, byArn);
export const quotaShareDescription = table<DescribeQuotaShareRequest>()(byArn);
export const quotaShareDeletion = table<DeleteQuotaShareRequest>()(byArn);
export const quotaShareList = table<ListQuotaSharesRequest>()({ jobQueue: text({ required: true }), ...pages });
