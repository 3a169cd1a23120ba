/** Accounts with queues of service jobs, on a clock that tests step. */
import type { DescribeServiceJobResponse, ListServiceJobsResponse } from "@aws-sdk/client-batch";
import type { LogLine } from "../../../../../emulator/batch/jobs/job-logs";
import type { BatchServiceOptions } from "../../../../../emulator/batch/plumbing/service";
import type { BatchEvent } from "../../../../../emulator/batch/plumbing/batch-event";
import { arn, BatchAccount, valid } from "../../account";

export const G5 = "ml.g5.xlarge";

interface Payload {
  readonly type?: string;
  readonly count?: number;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly changes?: object;
}

/** A CreateTrainingJob request, as text. */
export function payload({ type = G5, count = 1, parameters = {}, changes = {} }: Payload = {}): string {
  return JSON.stringify({
    TrainingJobName: "churn",
    RoleArn: "arn:aws:iam::123456789012:role/training",
    AlgorithmSpecification: { TrainingImage: "churn:1", TrainingInputMode: "File" },
    HyperParameters: parameters,
    OutputDataConfig: { S3OutputPath: "s3://models/churn/" },
    ResourceConfig: { InstanceType: type, InstanceCount: count, VolumeSizeInGB: 30 },
    StoppingCondition: { MaxRuntimeInSeconds: 7200 },
    ...changes,
  });
}

/** A payload that trains for so many seconds, with the outcomes of its attempts. */
export const training = (seconds: number, outcome = "SUCCEEDED", more: Payload = {}): string =>
  payload({ ...more, parameters: { dapf_duration_seconds: String(seconds), dapf_outcome: outcome } });

export const HOUR = training(3600);

export class TrainingAccount {
  readonly events: BatchEvent[] = [];
  readonly logs: LogLine[] = [];
  readonly batch: BatchAccount;

  constructor(options: Omit<BatchServiceOptions, "clock"> = {}) {
    this.batch = new BatchAccount({
      ...options,
      onEvent: (_, event) => this.events.push(event),
      onLine: (_, line) => this.logs.push(line),
    });
  }

  /** @param limits - e.g. `{ "ml.g5.xlarge": 3 }` */
  environment(limits: Readonly<Record<string, number>>): this {
    const capacityLimits = Object.entries(limits).map(([capacityUnit, maxCapacity]) => ({ capacityUnit, maxCapacity }));
    this.batch.settled("CreateServiceEnvironment", valid.serviceEnvironment({ capacityLimits }));
    return this;
  }

  /** A queue named `queue`, FIFO without a policy. */
  queue(changes: object = {}): this {
    this.batch.settled("CreateJobQueue", valid.trainingQueue(changes));
    return this;
  }

  quotaQueue(changes: object = {}): this {
    this.batch.call("CreateSchedulingPolicy", valid.quotaPolicy());
    return this.queue({ schedulingPolicyArn: arn("scheduling-policy/quota"), ...changes });
  }

  share(
    name: string,
    capacity: number,
    strategy: string,
    more: { borrowLimit?: number; preempts?: boolean } = {},
  ): this {
    const { borrowLimit, preempts = false } = more;
    const changes = {
      quotaShareName: name,
      capacityLimits: [{ maxCapacity: capacity, capacityUnit: G5 }],
      resourceSharingConfiguration: { strategy, borrowLimit },
      preemptionConfiguration: { inSharePreemption: preempts ? "ENABLED" : "DISABLED" },
    };
    this.batch.settled("CreateQuotaShare", valid.quotaShare(changes));
    return this;
  }

  /** @returns the job's id */
  submit(jobName: string, changes: object = {}): string {
    return this.batch.call<{ jobId: string }>("SubmitServiceJob", submission({ jobName, ...changes })).jobId;
  }

  /** Submits a job to a share, and lets it get as far as it gets. */
  submitTo(quotaShareName: string, jobName: string, schedulingPriority: number, changes: object = {}): string {
    const id = this.submit(jobName, { quotaShareName, schedulingPriority, ...changes });
    this.step(1);
    return id;
  }

  job(jobId: string): DescribeServiceJobResponse {
    return this.batch.call<DescribeServiceJobResponse>("DescribeServiceJob", { jobId });
  }

  list(query: object = {}): string[] {
    const { jobSummaryList } = this.batch.call<ListServiceJobsResponse>("ListServiceJobs", {
      jobQueue: "queue",
      ...query,
    });
    return (jobSummaryList ?? []).map(({ jobName }) => jobName ?? "");
  }

  /** @param seconds - time that passes */
  step(seconds: number): void {
    this.batch.clock.step(seconds * 1000);
  }
}

/** A request that is right for a FIFO queue, to be changed in one place. */
export const submission = (changes: object = {}) => ({
  jobName: "job",
  jobQueue: "queue",
  serviceJobType: "SAGEMAKER_TRAINING",
  serviceRequestPayload: HOUR,
  ...changes,
});

/** An account with a FIFO queue on so many instances. */
export const fifo = (instances = 3, options: Omit<BatchServiceOptions, "clock"> = {}): TrainingAccount =>
  new TrainingAccount(options).environment({ NUM_INSTANCES: instances }).queue();

/** The three shares of AWS's example notebook on quota management, on 3 instances. */
export const threeShares = (): TrainingAccount =>
  new TrainingAccount()
    .environment({ [G5]: 3 })
    .quotaQueue()
    .share("QS1", 1, "LEND_AND_BORROW", { borrowLimit: 200, preempts: true })
    .share("QS2", 1, "LEND")
    .share("QS3", 1, "RESERVE");
