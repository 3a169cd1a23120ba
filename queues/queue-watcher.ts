import type {
  BatchClient,
  CapacityLimit,
  DescribeServiceJobResponse,
  GetJobQueueSnapshotResponse,
  JobQueueDetail,
  QuotaShareDetail,
  ServiceJobSummary,
  UpdateQuotaShareRequest,
} from "@aws-sdk/client-batch";
import { PER_CALL } from "../aws/batch/limits";
import type { AwsPlace } from "../deploy/aws-client";
import { ask, connectBatch, type BatchConnection } from "./batch-client";

/** What is asked of AWS Batch about one training queue at work, and what can be changed while it works. */
export interface QueueWatcher {
  /** @returns undefined when there is no such queue */
  queue(nameOrArn: string): Promise<JobQueueDetail | undefined>;
  /** What the service environment may hold. */
  capacity(serviceEnvironment: string): Promise<CapacityLimit[]>;
  snapshot(queue: string): Promise<GetJobQueueSnapshotResponse>;
  /** RUNNABLE jobs, newest first; at most so many. */
  waitingJobs(queue: string, most: number): Promise<ServiceJobSummary[]>;
  job(jobId: string): Promise<DescribeServiceJobResponse>;
  /** None of a queue without quota shares. */
  shares(queue: string): Promise<QuotaShareDetail[]>;
  updateShare(change: UpdateQuotaShareRequest): Promise<void>;
}

const PAGE = PER_CALL.described;

/** A watcher that asks AWS. */
export function queueWatcher(place: AwsPlace): QueueWatcher {
  return new SdkWatcher(connectBatch(place));
}

class SdkWatcher implements QueueWatcher {
  private readonly client: BatchClient;
  private readonly sdk: BatchConnection["sdk"];

  constructor({ client, sdk }: BatchConnection) {
    this.client = client;
    this.sdk = sdk;
  }

  async queue(nameOrArn: string): Promise<JobQueueDetail | undefined> {
    const command = new this.sdk.DescribeJobQueuesCommand({ jobQueues: [nameOrArn] });
    const { jobQueues } = await ask("DescribeJobQueues", () => this.client.send(command));
    return jobQueues?.[0];
  }

  async capacity(serviceEnvironment: string): Promise<CapacityLimit[]> {
    const command = new this.sdk.DescribeServiceEnvironmentsCommand({ serviceEnvironments: [serviceEnvironment] });
    const { serviceEnvironments } = await ask("DescribeServiceEnvironments", () => this.client.send(command));
    return serviceEnvironments?.[0]?.capacityLimits ?? [];
  }

  snapshot(jobQueue: string): Promise<GetJobQueueSnapshotResponse> {
    const command = new this.sdk.GetJobQueueSnapshotCommand({ jobQueue });
    return ask("GetJobQueueSnapshot", () => this.client.send(command));
  }

  waitingJobs(jobQueue: string, most: number): Promise<ServiceJobSummary[]> {
    return ask("ListServiceJobs", async () => {
      const found: ServiceJobSummary[] = [];
      const input = { jobQueue, jobStatus: "RUNNABLE" as const };
      for await (const page of this.sdk.paginateListServiceJobs({ client: this.client, pageSize: PAGE }, input)) {
        found.push(...(page.jobSummaryList ?? []));
        if (found.length >= most) break;
      }
      return found.slice(0, most);
    });
  }

  job(jobId: string): Promise<DescribeServiceJobResponse> {
    return ask("DescribeServiceJob", () => this.client.send(new this.sdk.DescribeServiceJobCommand({ jobId })));
  }

  shares(jobQueue: string): Promise<QuotaShareDetail[]> {
    return ask("ListQuotaShares", async () => {
      const found: QuotaShareDetail[] = [];
      const pages = this.sdk.paginateListQuotaShares({ client: this.client, pageSize: PAGE }, { jobQueue });
      for await (const page of pages) found.push(...(page.quotaShares ?? []));
      return found;
    });
  }

  async updateShare(change: UpdateQuotaShareRequest): Promise<void> {
    await ask("UpdateQuotaShare", () => this.client.send(new this.sdk.UpdateQuotaShareCommand(change)));
  }
}
