/** What compute environments have for jobs, and where a job goes. What decides it is `scheduling/compute/`. */
import type { Blocked } from "../../../../aws/batch/blocked-reasons";
import { arnOf } from "../../../../aws/arns";
import { blockedBy, Fleet, type Instance, type Resources, VcpuPool } from "../../../../scheduling";
import type { Call } from "../../plumbing/operation";
import type { ComputeEnvironment, JobQueue } from "../../plumbing/state";
import { fleetSettings, hasInstances, type Conditions, vcpuSettings } from "./capacity-settings";
import type { HeldCapacity, Host, Room } from "./room";

/** The compute environments of a queue, in their order. */
export function environmentsOf({ state, now }: Call, queue: JobQueue): ComputeEnvironment[] {
  const order = [...queue.computeEnvironmentOrder].sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
  return order.flatMap(({ computeEnvironment = "" }) => state.computeEnvironments.find(computeEnvironment, now) ?? []);
}

/** vCPUs of those that are enabled. */
export function vcpusOf(environments: readonly ComputeEnvironment[]): number {
  const enabled = environments.filter(({ state }) => state === "ENABLED");
  return enabled.reduce((sum, environment) => sum + vcpuSettings(environment, undefined).maxvCpus, 0);
}

/** Takes room for a job in the first environment that has it now (rule E3); undefined: none has. */
export function takeRoom(call: Call, environments: readonly ComputeEnvironment[], demand: Resources): Room | undefined {
  for (const environment of environments) {
    const held = capacityOf(call, environment);
    const place = held.capacity.place(demand, call.now);
    if (place.kind !== "placed") continue;
    const host = place.instance === undefined ? undefined : hostOf(call, environment, held, place.instance);
    return { environmentArn: environment.arn, held, place, host };
  }
  return undefined;
}

export function giveBack(call: Call, { held, place }: Room, demand: Resources): void {
  held.capacity.release(place, demand, call.now);
  planRetirement(call, held);
}

/** Why the first job of a queue cannot start however long it waits; undefined: it only has to wait. */
export function blockedReason(
  call: Call,
  environments: readonly ComputeEnvironment[],
  demand: Resources,
): Blocked | undefined {
  const misfits = environments.map((environment) => capacityOf(call, environment).capacity.misfit(demand));
  // Of one that could be placed now somebody else decides: a reservation, a consumable resource.
  const found = misfits.filter((misfit) => misfit !== undefined);
  return found.length < misfits.length ? undefined : blockedBy(found);
}

/** What an environment has, as it is now: made when it is asked for the first time, and following what changes. */
export function capacityOf(call: Call, environment: ComputeEnvironment): HeldCapacity {
  const condition = call.simulations.conditionsOf(environment.name);
  const source = [environment.computeResources, environment.unmanagedvCpus, environment.state, condition];
  const known = call.state.capacities.get(environment.uuid);
  if (known === undefined) {
    const capacity = newCapacity(call, environment, condition);
    const held: HeldCapacity = { capacity, source, hosts: new WeakMap(), retirement: undefined };
    call.state.capacities.set(environment.uuid, held);
    planRetirement(call, held);
    return held;
  }
  if (source.some((part, index) => part !== known.source[index])) {
    known.source = source;
    follow(call, known, environment, condition);
  }
  return known;
}

function newCapacity(call: Call, environment: ComputeEnvironment, condition: Conditions): Fleet | VcpuPool {
  if (!hasInstances(environment)) return new VcpuPool(vcpuSettings(environment, condition));
  return new Fleet(fleetSettings(environment, condition, call.settings.timings.idle), call.now);
}

function follow(call: Call, held: HeldCapacity, environment: ComputeEnvironment, condition: Conditions): void {
  const { capacity } = held;
  if (capacity instanceof VcpuPool) return capacity.configure(vcpuSettings(environment, condition));
  capacity.configure(fleetSettings(environment, condition, call.settings.timings.idle), call.now);
  planRetirement(call, held);
}

/** Idle instances go in time though nobody looks. */
function planRetirement(call: Call, held: HeldCapacity): void {
  const { capacity } = held;
  if (!(capacity instanceof Fleet)) return;
  const due = capacity.nextRetirement;
  if (due === undefined || (held.retirement ?? Infinity) <= due) return;
  held.retirement = due;
  call.later(due, (later) => {
    held.retirement = undefined;
    capacity.retire(later.now);
    planRetirement(later, held);
  });
}

function hostOf(call: Call, { arn }: ComputeEnvironment, held: HeldCapacity, instance: Instance): Host {
  const known = held.hosts.get(instance);
  if (known !== undefined) return known;
  const cluster = arn.split("/").at(-1) ?? "";
  const id = call.newId().replaceAll("-", "");
  const host = { id: `i-${id.slice(-17)}`, arn: arnOf(call.state.place, "ecs", `container-instance/${cluster}/${id}`) };
  held.hosts.set(instance, host);
  return host;
}
