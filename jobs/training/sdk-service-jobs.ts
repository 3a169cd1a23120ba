import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-batch";
import type { BatchClient, BatchClientConfig, ListServiceJobsRequest, ServiceJobSummary } from "@aws-sdk/client-batch";
import { type CallOutcome, type ListQuery, ServiceJobCallError, type ServiceJobs } from "./service-jobs";

// AWS Batch: the most that one call describes or lists.
const PAGE = 100;
const THROTTLED = /throttl|too ?many|rate exceeded|limit exceeded/i;

const load = createRequire(__filename);

/** What SDK calls throw has this much in common. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Service jobs of AWS Batch, through the SDK, which is loaded here and not before.
 *
 * @param config of the client: Region, credentials, endpoint. The SDK's own attempts hold for calls that may be
 *   repeated; a submission is sent once, because only its caller knows whether a second would double it
 */
export function sdkServiceJobs(config: BatchClientConfig): ServiceJobs & { close(): void } {
  const sdk = load("@aws-sdk/client-batch") as typeof Sdk; // Cast: it is the package whose types these are.
  const client = new sdk.BatchClient(config);
  const once = new sdk.BatchClient({ ...config, maxAttempts: 1 });
  return {
    submit: (request) =>
      ask("SubmitServiceJob", async () => {
        const { jobId } = await once.send(new sdk.SubmitServiceJobCommand(request));
        if (jobId === undefined) throw new Error("the answer has no job id");
        return jobId;
      }),
    describe: (jobId) =>
      ask("DescribeServiceJob", () => client.send(new sdk.DescribeServiceJobCommand({ jobId }))).catch(
        (error: unknown) => {
          if (error instanceof ServiceJobCallError && isUnknownJob(error)) return undefined;
          throw error;
        },
      ),
    list: (query) => pages(sdk, client, query),
    setPriority: async (jobId, schedulingPriority) => {
      await ask("UpdateServiceJob", () => client.send(new sdk.UpdateServiceJobCommand({ jobId, schedulingPriority })));
    },
    terminate: async (jobId, reason) => {
      await ask("TerminateServiceJob", () => client.send(new sdk.TerminateServiceJobCommand({ jobId, reason })));
    },
    queues: (names) =>
      ask("DescribeJobQueues", async () => {
        const answers = inGroups(names, (jobQueues) => client.send(new sdk.DescribeJobQueuesCommand({ jobQueues })));
        return (await answers).flatMap(({ jobQueues }) => jobQueues ?? []);
      }),
    policies: (all) =>
      ask("DescribeSchedulingPolicies", async () => {
        const answers = inGroups(all, (arns) => client.send(new sdk.DescribeSchedulingPoliciesCommand({ arns })));
        return (await answers).flatMap(({ schedulingPolicies }) => schedulingPolicies ?? []);
      }),
    quotaShares: (jobQueue) =>
      ask("ListQuotaShares", async () => {
        const names: string[] = [];
        for await (const page of sdk.paginateListQuotaShares({ client, pageSize: PAGE }, { jobQueue })) {
          names.push(...(page.quotaShares ?? []).flatMap(({ quotaShareName }) => quotaShareName ?? []));
        }
        return names;
      }),
    close: () => {
      client.destroy();
      once.destroy();
    },
  };
}

async function* pages(sdk: typeof Sdk, client: BatchClient, query: ListQuery): AsyncGenerator<ServiceJobSummary> {
  const { queue: jobQueue, status: jobStatus, filter } = query;
  const filters = filter === undefined ? undefined : [{ name: filter.name, values: [String(filter.value)] }];
  const request: ListServiceJobsRequest = { jobQueue, jobStatus, filters, maxResults: PAGE };
  let nextToken: string | undefined;
  do {
    const token = nextToken;
    const page = await ask("ListServiceJobs", () =>
      client.send(new sdk.ListServiceJobsCommand({ ...request, nextToken: token })),
    );
    yield* page.jobSummaryList ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

async function ask<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // Cast: whatever was thrown, these fields are looked at only where they are there.
    const thrown = error as SdkError;
    throw new ServiceJobCallError(operation, thrown.message ?? String(error), outcomeOf(thrown));
  }
}

/** By the status of the answer; what has none was cut off before there was one. */
export function outcomeOf({ name = "", message = "", $metadata }: SdkError): CallOutcome {
  const status = $metadata?.httpStatusCode;
  if (status === 429 || THROTTLED.test(name) || (status === 400 && THROTTLED.test(message))) return "throttled";
  return status !== undefined && status >= 400 && status < 500 ? "refused" : "unclear";
}

function isUnknownJob({ outcome, reason }: ServiceJobCallError): boolean {
  return outcome === "refused" && /does not exist|not found/i.test(reason);
}

async function inGroups<T>(items: readonly string[], use: (group: string[]) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let start = 0; start < items.length; start += PAGE) answers.push(await use(items.slice(start, start + PAGE)));
  return answers;
}
