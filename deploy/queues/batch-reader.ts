import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-batch";
import type {
  BatchClient,
  DescribeQuotaShareResponse,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceEnvironmentDetail,
} from "@aws-sdk/client-batch";
import { BatchCallError } from "./errors";

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

export interface BatchReaderOptions {
  readonly region: string;
  /** Environment variables; those of the embedded AWS lead there. */
  readonly variables: NodeJS.ProcessEnv;
}

// AWS Batch: the most that one call describes.
const PAGE = 100;
// Describe calls at a time; AWS Batch throttles beyond some dozens a second.
const AT_ONCE = 8;

const load = createRequire(__filename);

/** A reader that asks AWS. The SDK is loaded here and not before: it takes longer than all else of a command. */
export function batchReader({ region, variables }: BatchReaderOptions): BatchReader {
  const sdk = load("@aws-sdk/client-batch") as typeof Sdk; // Cast: it is the package whose types these are.
  const client = new sdk.BatchClient({ region, ...endpointOf(variables), ...credentialsOf(variables) });
  return new SdkReader(client, sdk);
}

class SdkReader implements BatchReader {
  constructor(
    private readonly client: BatchClient,
    private readonly sdk: typeof Sdk,
  ) {}

  serviceEnvironments(): Promise<ServiceEnvironmentDetail[]> {
    return this.ask("DescribeServiceEnvironments", async () => {
      const found: ServiceEnvironmentDetail[] = [];
      const pages = this.sdk.paginateDescribeServiceEnvironments({ client: this.client, pageSize: PAGE }, {});
      for await (const page of pages) found.push(...(page.serviceEnvironments ?? []));
      return found;
    });
  }

  trainingQueues(): Promise<JobQueueDetail[]> {
    return this.ask("DescribeJobQueues", async () => {
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
      this.ask("DescribeSchedulingPolicies", () =>
        this.client.send(new this.sdk.DescribeSchedulingPoliciesCommand({ arns: [...batch] })),
      ),
    );
    return answers.flatMap(({ schedulingPolicies }) => schedulingPolicies ?? []);
  }

  async quotaShares(queueArn: string): Promise<DescribeQuotaShareResponse[]> {
    const arns = await this.ask("ListQuotaShares", async () => {
      const found: string[] = [];
      const pages = this.sdk.paginateListQuotaShares({ client: this.client, pageSize: PAGE }, { jobQueue: queueArn });
      for await (const page of pages)
        found.push(...(page.quotaShares ?? []).flatMap((share) => share.quotaShareArn ?? []));
      return found;
    });
    // The list has no tags.
    return inParallel(arns, (quotaShareArn) =>
      this.ask("DescribeQuotaShare", () => this.client.send(new this.sdk.DescribeQuotaShareCommand({ quotaShareArn }))),
    );
  }

  private async ask<T>(operation: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof BatchCallError) throw error;
      throw new BatchCallError(operation, error instanceof Error ? error.message : String(error));
    }
  }
}

function endpointOf(variables: NodeJS.ProcessEnv): { endpoint?: string } {
  const endpoint = variables.AWS_ENDPOINT_URL_BATCH ?? variables.AWS_ENDPOINT_URL;
  return endpoint === undefined || endpoint === "" ? {} : { endpoint };
}

/** Without keys in the variables the SDK looks where it always does: profiles, containers, instances. */
function credentialsOf(variables: NodeJS.ProcessEnv) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  if (!accessKeyId || !secretAccessKey) return {};
  const sessionToken = variables.AWS_SESSION_TOKEN;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } };
}

async function inParallel<T, R>(items: readonly T[], use: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(use))));
  }
  return results;
}
