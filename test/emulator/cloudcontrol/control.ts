import type { CloudControlError } from "../../../emulator/cloudcontrol/errors";
import type { Model } from "../../../emulator/cloudcontrol/json";
import type { ProgressEvent, ResourceRequest } from "../../../emulator/cloudcontrol/requests";
import { progressOf } from "../../../emulator/cloudcontrol/requests";
import { CloudControl } from "../../../emulator/cloudcontrol/service";
import { BatchAccount, PLACE } from "../batch/account";

export const ENVIRONMENT = "AWS::Batch::ServiceEnvironment";
export const POLICY = "AWS::Batch::SchedulingPolicy";
export const QUEUE = "AWS::Batch::JobQueue";
export const SHARE = "AWS::Batch::QuotaShare";

export const environmentModel = (changes: Model = {}): Model => ({
  ServiceEnvironmentName: "environment",
  ServiceEnvironmentType: "SAGEMAKER_TRAINING",
  CapacityLimits: [{ CapacityUnit: "ml.g5.xlarge", MaxCapacity: 3 }],
  ...changes,
});
export const queueModel = (changes: Model = {}): Model => ({
  JobQueueName: "queue",
  JobQueueType: "SAGEMAKER_TRAINING",
  Priority: 1,
  ServiceEnvironmentOrder: [{ Order: 1, ServiceEnvironment: "environment" }],
  ...changes,
});

/** Cloud Control beside Batch, on one stepped clock. */
export class Control {
  readonly cloud: CloudControl;

  constructor(readonly batch = new BatchAccount()) {
    this.cloud = new CloudControl(batch.service);
  }

  /** Lets a request come to its end, however many steps it takes. */
  outcome(request: ResourceRequest): ProgressEvent {
    for (let step = 0; step < 5; step += 1) this.batch.settle();
    return progressOf(this.cloud.request(PLACE, request.token));
  }

  create(typeName: string, model: Model): ProgressEvent {
    return this.outcome(this.cloud.create(PLACE, typeName, model));
  }

  update(typeName: string, identifier: string, patch: unknown): ProgressEvent {
    return this.outcome(this.cloud.update(PLACE, typeName, identifier, patch));
  }

  delete(typeName: string, identifier: string): ProgressEvent {
    return this.outcome(this.cloud.delete(PLACE, typeName, identifier));
  }

  model(typeName: string, identifier: string): Model {
    return this.cloud.get(PLACE, typeName, identifier).model;
  }
}

/** @returns the code of the error that an action throws, or `nothing`. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    // Anything else has no code, and fails the test by that.
    return (error as CloudControlError).code;
  }
  return "nothing";
}
