/** The environments of a job queue: names in requests become ARNs in the queue. */
import type { ComputeEnvironmentOrder, JobQueueType, ServiceEnvironmentOrder } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import { ClientException } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import {
  containerQueueType,
  requireValidComputeEnvironments,
  requireValidServiceEnvironments,
} from "../rules/queue-relations";
import { requireComputeOrder, requireOneServiceEnvironment, SAGEMAKER } from "../rules/queue-request";
import type { Orders } from "../rules/queue-request";
import type { JobQueue, ServiceEnvironment } from "../plumbing/state";

export interface ResolvedOrders {
  readonly type: JobQueueType;
  readonly computeEnvironmentOrder: Checked<ComputeEnvironmentOrder>[];
  readonly serviceEnvironmentOrder: Checked<ServiceEnvironmentOrder>[];
  /** The service environments of the order. */
  readonly environments: readonly ServiceEnvironment[];
}

/**
 * @param orders - exactly one of the two lists is filled
 * @param wanted - the queue type of the request; undefined: as the environments are
 */
export function resolveOrders(call: Call, orders: Orders, wanted: JobQueueType | undefined): ResolvedOrders {
  const services = orders.serviceEnvironmentOrder ?? [];
  if (services.length > 0) return resolveServices(call, services);
  return resolveComputes(call, orders.computeEnvironmentOrder ?? [], wanted);
}

/** An update may name a new list of the kind that the queue has; without one, all stays as it is. */
export function resolveUpdatedOrders(call: Call, queue: JobQueue, orders: Orders): ResolvedOrders {
  const services = orders.serviceEnvironmentOrder ?? [];
  const computes = orders.computeEnvironmentOrder ?? [];
  if (services.length > 0 && queue.type !== SAGEMAKER) {
    throw new ClientException(`serviceEnvironmentOrder is not applicable for job queues of type ${queue.type}.`);
  }
  if (computes.length > 0 && queue.type === SAGEMAKER) {
    throw new ClientException(`computeEnvironmentOrder is not applicable for job queues of type ${queue.type}.`);
  }
  if (services.length > 0) return resolveServices(call, services);
  if (computes.length > 0) return resolveComputes(call, computes, queue.type);
  return { ...queue, environments: attached(call, queue) };
}

function resolveServices(call: Call, order: readonly Checked<ServiceEnvironmentOrder>[]): ResolvedOrders {
  requireOneServiceEnvironment(order);
  const environments = requireValidServiceEnvironments(call, order);
  return {
    type: SAGEMAKER,
    computeEnvironmentOrder: [],
    serviceEnvironmentOrder: order.map((entry, index) => ({
      ...entry,
      serviceEnvironment: environments[index]?.arn ?? entry.serviceEnvironment,
    })),
    environments,
  };
}

function resolveComputes(
  call: Call,
  order: readonly Checked<ComputeEnvironmentOrder>[],
  wanted: JobQueueType | undefined,
): ResolvedOrders {
  requireComputeOrder(order);
  const environments = requireValidComputeEnvironments(call, order);
  const byArn = order.map((entry, index) => ({
    ...entry,
    computeEnvironment: environments[index]?.arn ?? entry.computeEnvironment,
  }));
  // Again, because one environment may have been named by its name and by its ARN.
  requireComputeOrder(byArn);
  const type = containerQueueType(environments, wanted);
  return { type, computeEnvironmentOrder: byArn, serviceEnvironmentOrder: [], environments: [] };
}

function attached({ state, now }: Call, queue: JobQueue): ServiceEnvironment[] {
  return queue.serviceEnvironmentOrder.flatMap(({ serviceEnvironment = "" }) => {
    return state.serviceEnvironments.find(serviceEnvironment, now) ?? [];
  });
}
