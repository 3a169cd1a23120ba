/** A caller of the Batch API in one account and Region, on a clock that tests step; no HTTP. */
import { placeIn } from "../../../aws/place";
import { OPERATIONS } from "../../../emulator/batch/plumbing/operations";
import type { BatchServiceOptions } from "../../../emulator/batch/plumbing/service";
import { BatchService } from "../../../emulator/batch/plumbing/service";
import { DEFAULT_TIMINGS } from "../../../emulator/batch/plumbing/settings";
import { SteppedClock } from "../../../emulator/clock";

export const PLACE = placeIn("eu-west-1", "123456789012");
/** Longer than any transition. */
const SETTLED = Math.max(...Object.values(DEFAULT_TIMINGS)) + 1;

export class BatchAccount {
  readonly clock = new SteppedClock();
  readonly service: BatchService;

  constructor(options: Omit<BatchServiceOptions, "clock"> = {}) {
    let ids = 0;
    const newId = (): string => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`;
    this.service = new BatchService({ newId, ...options, clock: this.clock });
  }

  /** Calls an operation; throws what the service throws. */
  call<T = Record<string, unknown>>(operation: string, body: object = {}, place = PLACE): T {
    const run = OPERATIONS[operation];
    if (run === undefined) throw new Error(`there is no operation ${operation}`);
    // The test that asks knows the shape that it asks for; the detour is what goes over the wire.
    return JSON.parse(JSON.stringify(run(this.service.call(place), body))) as T;
  }

  /** Calls an operation and lets what it began come to its end. */
  settled<T = Record<string, unknown>>(operation: string, body: object = {}): T {
    const answer = this.call<T>(operation, body);
    this.settle();
    return answer;
  }

  settle(): void {
    this.clock.step(SETTLED);
  }
}

export const arn = (resource: string): string => `arn:aws:batch:${PLACE.region}:${PLACE.account}:${resource}`;

/** Requests that are right, to be changed in one place. */
export const valid = {
  serviceEnvironment: (changes: object = {}) => ({
    serviceEnvironmentName: "environment",
    serviceEnvironmentType: "SAGEMAKER_TRAINING",
    capacityLimits: [{ maxCapacity: 3, capacityUnit: "ml.g5.xlarge" }],
    ...changes,
  }),
  quotaPolicy: (changes: object = {}) => ({
    name: "quota",
    quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" },
    ...changes,
  }),
  fairPolicy: (changes: object = {}) => ({
    name: "fair",
    fairsharePolicy: { shareDecaySeconds: 3600, shareDistribution: [{ shareIdentifier: "HIGHPRI", weightFactor: 1 }] },
    ...changes,
  }),
  trainingQueue: (changes: object = {}) => ({
    jobQueueName: "queue",
    jobQueueType: "SAGEMAKER_TRAINING",
    priority: 1,
    serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "environment" }],
    ...changes,
  }),
  quotaShare: (changes: object = {}) => ({
    quotaShareName: "share",
    jobQueue: "queue",
    capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.g5.xlarge" }],
    resourceSharingConfiguration: { strategy: "LEND" },
    preemptionConfiguration: { inSharePreemption: "DISABLED" },
    ...changes,
  }),
  computeEnvironment: (changes: object = {}, resources: object = {}) => ({
    computeEnvironmentName: "compute",
    type: "MANAGED",
    computeResources: {
      type: "EC2",
      maxvCpus: 16,
      instanceTypes: ["m5"],
      instanceRole: "arn:aws:iam::123456789012:instance-profile/instance",
      subnets: ["subnet-1"],
      securityGroupIds: ["sg-1"],
      ...resources,
    },
    ...changes,
  }),
  containerQueue: (changes: object = {}) => ({
    jobQueueName: "containers",
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: "compute" }],
    ...changes,
  }),
};

/** An account with a quota-managed queue, VALID, without shares. */
export function withQuotaQueue(options: Omit<BatchServiceOptions, "clock"> = {}): BatchAccount {
  const batch = new BatchAccount(options);
  batch.call("CreateServiceEnvironment", valid.serviceEnvironment());
  batch.settled("CreateSchedulingPolicy", valid.quotaPolicy());
  batch.settled("CreateJobQueue", valid.trainingQueue({ schedulingPolicyArn: arn("scheduling-policy/quota") }));
  return batch;
}
