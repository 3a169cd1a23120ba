import type {
  CreateConsumableResourceRequest,
  DeleteConsumableResourceRequest,
  DescribeConsumableResourceRequest,
  ListConsumableResourcesRequest,
  ListJobsByConsumableResourceRequest,
  UpdateConsumableResourceRequest,
} from "@aws-sdk/client-batch";
import { text, whole } from "../../fields/field";
import { table } from "../../fields/table";
import { CONSUMABLE_OPERATIONS, CONSUMABLE_TYPES } from "../containers";
import { CLIENT_TOKEN_LENGTH } from "../limits";
import { filters, pages, tags } from "./common";
import { word } from "./words";

export const consumableResource = table<CreateConsumableResourceRequest>()({
  consumableResourceName: text({ required: true, createOnly: true, cloudFormation: { optional: true } }),
  // "Must be non-negative."
  totalQuantity: whole({ long: true, min: 0 }),
  resourceType: { ...word(...CONSUMABLE_TYPES), createOnly: true } as const,
  tags,
});

const byName = { consumableResource: text({ required: true }) };
export const consumableResourceUpdate = table<UpdateConsumableResourceRequest>()({
  ...byName,
  operation: word(...CONSUMABLE_OPERATIONS),
  quantity: whole({ long: true, min: 0 }),
  clientToken: text({ min: CLIENT_TOKEN_LENGTH.least, max: CLIENT_TOKEN_LENGTH.most }),
});
export const consumableResourceDeletion = table<DeleteConsumableResourceRequest>()(byName);
export const consumableResourceDescription = table<DescribeConsumableResourceRequest>()(byName);
export const consumableResourceList = table<ListConsumableResourcesRequest>()({ filters, ...pages });
export const consumableResourceJobs = table<ListJobsByConsumableResourceRequest>()({ ...byName, filters, ...pages });
