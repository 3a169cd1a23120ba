import type * as Sdk from "@aws-sdk/client-batch";
import type {
  BatchClient,
  DescribeQuotaShareResponse,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";
import { PER_CALL } from "../aws/batch/limits";
import type { AwsPlace } from "../deploy/aws-client";
import { ask, connectBatch } from "./batch-client";

/** What is asked of AWS Batch about the training queues of an account and Region. */
export interface BatchReader {
  serviceEnvironments(): Promise<ServiceEnvironmentDetail[]>;
  /** Queues of type SAGEMAKER_TRAINING. */
  trainingQueues(): Promise<JobQueueDetail[]>;
  /** Those of the ARNs that exist. */
  schedulingPolicies(arns: readonly string[]): Promise<SchedulingPolicyDetail[]>;
  /** The shares of a queue with a quota-share policy. */
  quotaShares(queueArn: string): Promise<DescribeQuotaShareResponse[]>;
}

const PAGE = PER_CALL.described;
// Describe calls at a time; AWS Batch throttles beyond some dozens a second.
const AT_ONCE = 8;

/** A reader that asks AWS. */
export function batchReader(place: AwsPlace): BatchReader {
  const { client, sdk } = connectBatch(place);
  return new SdkReader(client, sdk);
}

class SdkReader implements BatchReader {
  constructor(
    private readonly client: BatchClient,
    private readonly sdk: typeof Sdk,
  ) {}

  serviceEnvironments(): Promise<ServiceEnvironmentDetail[]> {
    return ask("DescribeServiceEnvironments", async () => {
      const found: ServiceEnvironmentDetail[] = [];
      const pages = this.sdk.paginateDescribeServiceEnvironments({ client: this.client, pageSize: PAGE }, {});
      for await (const page of pages) found.push(...(page.serviceEnvironments ?? []));
      return found;
    });
  }

  trainingQueues(): Promise<JobQueueDetail[]> {
    return ask("DescribeJobQueues", async () => {
      const found: JobQueueDetail[] = [];
      const pages = this.sdk.paginateDescribeJobQueues({ client: this.client, pageSize: PAGE }, {});
      for await (const page of pages) found.push(...(page.jobQueues ?? []));
      return found.filter(({ jobQueueType }) => jobQueueType === "SAGEMAKER_TRAINING");
    });
  }

  async schedulingPolicies(arns: readonly string[]): Promise<SchedulingPolicyDetail[]> {
    const batches = Array.from({ length: Math.ceil(arns.length / PAGE) }, (_, index) =>
      arns.slice(index * PAGE, (index + 1) * PAGE),
    );
    const answers = await inParallel(batches, (batch) =>
      ask("DescribeSchedulingPolicies", () =>
        this.client.send(new this.sdk.DescribeSchedulingPoliciesCommand({ arns: [...batch] })),
      ),
    );
    return answers.flatMap(({ schedulingPolicies }) => schedulingPolicies ?? []);
  }

  async quotaShares(queueArn: string): Promise<DescribeQuotaShareResponse[]> {
    const arns = await ask("ListQuotaShares", async () => {
      const found: string[] = [];
      const pages = this.sdk.paginateListQuotaShares({ client: this.client, pageSize: PAGE }, { jobQueue: queueArn });
      for await (const page of pages)
        found.push(...(page.quotaShares ?? []).flatMap((share) => share.quotaShareArn ?? []));
      return found;
    });
    // The list has no tags.
    return inParallel(arns, (quotaShareArn) =>
      ask("DescribeQuotaShare", () => this.client.send(new this.sdk.DescribeQuotaShareCommand({ quotaShareArn }))),
    );
  }
}

async function inParallel<T, R>(items: readonly T[], use: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(use))));
  }
  return results;
}
