/**
 * What jobs take of consumable resources. Source: User Guide, "Specify the resources needed to run a job": a job at the head
 * of its queue waits "until all the required resources become available"; "Resources are locked once the job moves to
 * STARTING and are then unlocked when the job moves to SUCCEEDED or FAILED", so that a job that is tried again keeps them.
 */
import type { ConsumableResourceProperties } from "@aws-sdk/client-batch";
import type { Call } from "../../plumbing/operation";
import type { ConsumableResource } from "../../plumbing/state";
import type { Held, Job } from "./job";

/** What jobs may take of a resource now. */
export function available({ totalQuantity, inUseQuantity }: ConsumableResource): number {
  return Math.max(totalQuantity - inUseQuantity, 0);
}

type Needs = ConsumableResourceProperties | undefined;

/** "You can also update the quantity of a resource needed for a specific job when you submit the job." */
export function overriddenConsumables(defined: Needs, overrides: Needs): Needs {
  const needs = [...(defined?.consumableResourceList ?? []), ...(overrides?.consumableResourceList ?? [])];
  if (needs.length === 0) return defined;
  return { consumableResourceList: [...new Map(needs.map((need) => [need.consumableResource, need])).values()] };
}

/** @returns what the job would take now; undefined while a resource lacks it, or is not there */
function takeable({ state, now }: Call, { consumables }: Job): Held[] | undefined {
  const held = (consumables?.consumableResourceList ?? []).map(({ consumableResource = "", quantity = 0 }) => {
    const resource = state.consumableResources.find(consumableResource, now);
    return resource !== undefined && quantity <= available(resource) ? { resource, quantity } : undefined;
  });
  const there = held.filter((one) => one !== undefined);
  return there.length === held.length ? there : undefined;
}

export function hasConsumables(call: Call, job: Job): boolean {
  return job.held !== undefined || takeable(call, job) !== undefined;
}

/** For an attempt that begins; one that is tried again has them. */
export function takeConsumables(call: Call, job: Job): void {
  if (job.held !== undefined) return;
  job.held = takeable(call, job) ?? [];
  for (const { resource, quantity } of job.held) {
    // "subtracted from both the total and available quantities and won't be added back"
    if (resource.type === "NON_REPLENISHABLE") resource.totalQuantity -= quantity;
    else resource.inUseQuantity += quantity;
  }
}

/** For a job that is over. A resource that was deleted meanwhile is nobody's any more. */
export function returnConsumables(job: Job): void {
  for (const { resource, quantity } of job.held ?? []) {
    if (resource.type === "REPLENISHABLE") resource.inUseQuantity -= quantity;
  }
  job.held = undefined;
}
