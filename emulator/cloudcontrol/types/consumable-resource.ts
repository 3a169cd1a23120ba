import type { UpdateConsumableResourceRequest } from "@aws-sdk/client-batch";
import { consumableResource, consumableResourceUpdate } from "../../../aws/batch/requests/consumable-resource";
import { RESOURCE_SCHEMAS } from "../../../aws/batch/resource-schemas";
import type { Table } from "../../../aws/fields/table";
import {
  createConsumableResource,
  deleteConsumableResource,
  updateConsumableResource,
} from "../../batch/resources/consumable-resources";
import { batchType } from "./batch-type";

/** Its update has the new quantity under a name of its own. */
const changes: Table<UpdateConsumableResourceRequest & { readonly totalQuantity?: number }> = {
  rows: { ...consumableResourceUpdate.rows, totalQuantity: consumableResource.rows.totalQuantity },
};

export const CONSUMABLE_RESOURCE = batchType({
  schema: RESOURCE_SCHEMAS.consumableResource,
  description: "A consumable resource of AWS Batch",
  nameProperty: "ConsumableResourceName",
  identifier: "consumableResource",
  handlers: {
    create: ["CreateConsumableResource", "TagResource"],
    read: ["DescribeConsumableResource"],
    update: ["UpdateConsumableResource", "TagResource", "UntagResource"],
    delete: ["DeleteConsumableResource", "DescribeConsumableResource"],
    list: ["ListConsumableResources"],
  },
  creation: consumableResource,
  change: changes,
  table: ({ consumableResources }) => consumableResources,
  create: (call, request) => createConsumableResource(call, request).consumableResourceArn,
  update: (call, { consumableResource: name, totalQuantity: quantity }) =>
    updateConsumableResource(call, { consumableResource: name, operation: "SET", quantity }),
  remove: (call, arn) => deleteConsumableResource(call, { consumableResource: arn }),
  answer: ({ arn, name, type, totalQuantity, tags }) => ({
    consumableResourceArn: arn,
    consumableResourceName: name,
    resourceType: type,
    totalQuantity,
    tags,
  }),
});
