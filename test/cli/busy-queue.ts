/** A queue of training jobs of the embedded Batch at work, on a loopback port. */
import type { SubmitServiceJobResponse } from "@aws-sdk/client-batch";
import { placeIn, type Place } from "../../aws/place";
import { BatchHandler } from "../../emulator/batch/plumbing/http";
import { OPERATIONS } from "../../emulator/batch/plumbing/operations";
import { BatchService } from "../../emulator/batch/plumbing/service";
import type { ServiceJob } from "../../emulator/batch/jobs/service/service-job";
import { payload } from "../emulator/batch/jobs/service/training-account";
import { valid } from "../emulator/batch/account";
import { serve } from "../emulator/batch/loopback";

const ACCOUNT = "123456789012";
const AT_ONCE = { creating: 0, updating: 0, submitted: 0, scheduled: 0, starting: 0 };

export interface Share {
  readonly capacity: number;
  readonly strategy: "RESERVE" | "LEND" | "LEND_AND_BORROW";
  readonly borrowLimit?: number;
}

export class BusyQueue {
  private readonly service = new BatchService({ timings: AT_ONCE });
  private readonly place: Place;
  private readonly isShared: boolean;

  /** @param capacity - `NUM_INSTANCES` of a FIFO queue, or instances by type of a queue with quota shares */
  constructor(
    capacity: Readonly<Record<string, number>>,
    private readonly name = "gpu",
    region = "eu-west-1",
  ) {
    this.place = placeIn(region, ACCOUNT);
    this.isShared = !("NUM_INSTANCES" in capacity);
    const limits = Object.entries(capacity).map(([capacityUnit, maxCapacity]) => ({ capacityUnit, maxCapacity }));
    this.call("CreateServiceEnvironment", valid.serviceEnvironment({ capacityLimits: limits }));
    this.call("CreateSchedulingPolicy", valid.quotaPolicy());
    const schedulingPolicyArn = `arn:aws:batch:${region}:${ACCOUNT}:scheduling-policy/quota`;
    const policy = this.isShared ? { schedulingPolicyArn } : {};
    this.call("CreateJobQueue", valid.trainingQueue({ jobQueueName: name, ...policy }));
  }

  listen() {
    return serve({ batch: new BatchHandler(this.service) });
  }

  share(quotaShareName: string, type: string, { capacity, strategy, borrowLimit }: Share): void {
    const changes = {
      quotaShareName,
      jobQueue: this.name,
      capacityLimits: [{ maxCapacity: capacity, capacityUnit: type }],
      resourceSharingConfiguration: { strategy, borrowLimit },
      preemptionConfiguration: { inSharePreemption: "ENABLED" },
    };
    this.call("CreateQuotaShare", valid.quotaShare(changes));
  }

  /**
   * Submits a job that trains for an hour.
   *
   * @param share - of a queue that has some
   * @returns its id
   */
  submit(jobName: string, share: string | undefined, type: string, count: number): string {
    const serviceRequestPayload = payload({ type, count, parameters: HOUR_LONG });
    const request = { jobName, jobQueue: this.name, serviceJobType: "SAGEMAKER_TRAINING", serviceRequestPayload };
    // Type: what the operation of that name answers.
    const { jobId = "" } = this.call("SubmitServiceJob", {
      ...request,
      quotaShareName: share,
    }) as SubmitServiceJobResponse;
    return jobId;
  }

  job(jobId: string): ServiceJob | undefined {
    return this.service.call(this.place).state.serviceJobs.get(jobId);
  }

  private call(operation: string, body: object): object | undefined {
    return OPERATIONS[operation]?.(this.service.call(this.place), body);
  }
}

const HOUR_LONG = { dapf_duration_seconds: "3600" };
