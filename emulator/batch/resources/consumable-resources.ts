/** Consumable resources: what jobs need beside compute, such as licences. Source: User Guide, "Resource-aware scheduling". */
import type {
  ConsumableResourceSummary,
  CreateConsumableResourceRequest,
  CreateConsumableResourceResponse,
  DeleteConsumableResourceRequest,
  DescribeConsumableResourceRequest,
  DescribeConsumableResourceResponse,
  ListConsumableResourcesRequest,
  ListConsumableResourcesResponse,
  UpdateConsumableResourceRequest,
  UpdateConsumableResourceResponse,
} from "@aws-sdk/client-batch";
import { batchArn } from "../../../aws/batch/arns";
import { QUOTAS } from "../../../aws/batch/limits";
import { consumableResource, consumableResourceUpdate } from "../../../aws/batch/requests/consumable-resource";
import type { Checked } from "../../../aws/fields/field";
import { available } from "../jobs/container/consumables";
import { dispatch } from "../jobs/container/lifecycle";
import { fitsName, onlyFilter } from "../jobs/job-filters";
import { ClientException, InvalidRequest } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { page } from "../plumbing/pages";
import type { ConsumableResource } from "../plumbing/state";
import { requireFields } from "../rules/fields";
import { requireName } from "../rules/names";
import { requireTags } from "../rules/tags";

/** UpdateConsumableResource: "A clientToken is valid for 8 hours." */
const TOKEN_MILLISECONDS = 8 * 3_600_000;

export function createConsumableResource(
  call: Call,
  input: Checked<CreateConsumableResourceRequest>,
): CreateConsumableResourceResponse {
  const { state, now } = call;
  const { consumableResourceName: name, totalQuantity = 0, tags = {} } = input;
  requireName(name, "Consumable resource");
  requireFields(consumableResource.rows, input, "");
  requireTags(tags);
  if (state.consumableResources.all(now).length >= QUOTAS.consumableResources) {
    throw new ClientException(`Consumable resource limit of ${QUOTAS.consumableResources} exceeded.`);
  }
  const resource: ConsumableResource = {
    name,
    arn: batchArn(state.place, `consumable-resource/${name}`),
    type: input.resourceType === "NON_REPLENISHABLE" ? "NON_REPLENISHABLE" : "REPLENISHABLE",
    totalQuantity,
    inUseQuantity: 0,
    createdAt: now,
    updates: new Map(),
    tags,
    phase: { kind: "CREATING", until: now },
  };
  state.consumableResources.add(resource, now);
  // "If you delete a consumable resource and re-create it with the same name, ... it can be used by RUNNABLE jobs."
  dispatch(call);
  return names(resource);
}

export function updateConsumableResource(
  call: Call,
  input: Checked<UpdateConsumableResourceRequest>,
): UpdateConsumableResourceResponse {
  const { state, now } = call;
  const { operation = "SET", quantity, clientToken } = input;
  requireFields(consumableResourceUpdate.rows, input, "");
  const resource = state.consumableResources.get(input.consumableResource, now);
  if (quantity === undefined) throw new InvalidRequest("quantity is required.");
  const isMade = (resource.updates.get(JSON.stringify(input)) ?? -Infinity) > now;
  if (!isMade) resource.totalQuantity = changed(resource, operation, quantity);
  if (clientToken !== undefined && !isMade) resource.updates.set(JSON.stringify(input), now + TOKEN_MILLISECONDS);
  dispatch(call);
  return { ...names(resource), totalQuantity: resource.totalQuantity };
}

function changed({ totalQuantity }: ConsumableResource, operation: string, quantity: number): number {
  if (operation === "SET") return quantity;
  const sum = operation === "ADD" ? totalQuantity + quantity : totalQuantity - quantity;
  if (sum >= 0 && Number.isSafeInteger(sum)) return sum;
  throw new ClientException(`The total quantity is ${totalQuantity}: ${operation} ${quantity} is not possible.`);
}

/** "You can delete a consumable resource at any time, even when the jobs that require the resource are still running." */
export function deleteConsumableResource(
  { state, now }: Call,
  input: Checked<DeleteConsumableResourceRequest>,
): Record<string, never> {
  state.consumableResources.get(input.consumableResource, now).phase = { kind: "DELETING", until: now };
  return {};
}

export function describeConsumableResource(
  { state, now }: Call,
  input: Checked<DescribeConsumableResourceRequest>,
): DescribeConsumableResourceResponse {
  const resource = state.consumableResources.get(input.consumableResource, now);
  const { createdAt, tags } = resource;
  return { ...summary(resource), availableQuantity: available(resource), createdAt, tags };
}

export function listConsumableResources(
  { state, now }: Call,
  { filters, ...pages }: Checked<ListConsumableResourcesRequest>,
): ListConsumableResourcesResponse {
  const filter = onlyFilter(filters);
  if (filter !== undefined && filter.name !== "CONSUMABLE_RESOURCE_NAME") {
    throw new InvalidRequest(`${filter.name} is not a filter of ListConsumableResources.`);
  }
  const entries = state.consumableResources
    .numbered(now)
    .filter(({ resource: { name } }) => filter?.values.some((value) => fitsName(value, name)) ?? true);
  const { items, nextToken } = page("consumableResources", entries, pages);
  return { consumableResources: items.map(summary), nextToken };
}

function summary(resource: ConsumableResource): ConsumableResourceSummary {
  const { totalQuantity, inUseQuantity, type: resourceType } = resource;
  return { ...names(resource), totalQuantity, inUseQuantity, resourceType };
}

const names = ({ name, arn }: ConsumableResource) => ({ consumableResourceName: name, consumableResourceArn: arn });
