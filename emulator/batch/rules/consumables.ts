/** Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-consumable-resource-*. */
import type { ConsumableResourceProperties } from "@aws-sdk/client-batch";
import { MOST_CONSUMABLE_RESOURCES } from "../../../aws/batch/containers";
import { InvalidRequest } from "../plumbing/errors";

export function requireConsumables({ consumableResourceList: list = [] }: ConsumableResourceProperties = {}): void {
  if (list.length > MOST_CONSUMABLE_RESOURCES) {
    throw new InvalidRequest(
      `Each ConsumableResourceProperty can have at most ${MOST_CONSUMABLE_RESOURCES} consumableResources`,
    );
  }
  const names = list.flatMap(({ consumableResource }) => consumableResource ?? []);
  if (new Set(names).size < names.length) {
    throw new InvalidRequest("Cannot have duplicate consumableResource in consumableResourceProperties");
  }
}
