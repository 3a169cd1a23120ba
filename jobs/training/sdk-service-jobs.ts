import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-batch";
import type {
  BatchClientConfig,
  ListServiceJobsRequest,
  ListServiceJobsResponse,
  ServiceJobSummary,
} from "@aws-sdk/client-batch";
import { PER_CALL } from "../../aws/batch/limits";
import { DEFAULT_RETRY, realTime, type Time, verdictOf, withRetry } from "../engine/rate";
import { type ListQuery, ServiceJobCallError, type ServiceJobs } from "./service-jobs";

const PAGE = PER_CALL.described;
// A service that cannot be reached at all is reported after some seconds, not minutes.
const RETRY = { ...DEFAULT_RETRY, attempts: 8, cap: 5000 };

const load = createRequire(__filename);

/**
 * Service jobs of AWS Batch, through the SDK, which is loaded here and not before.
 *
 * @param config of the client: Region, credentials, endpoint
 */
export function sdkServiceJobs(config: BatchClientConfig, time: Time = realTime): ServiceJobs & { close(): void } {
  const sdk = load("@aws-sdk/client-batch") as typeof Sdk; // Cast: it is the package whose types these are.
  // Attempts are repeated here, with the operation's name in the error, and a submission only by its caller.
  const client = new sdk.BatchClient({ ...config, maxAttempts: 1 });
  const ask = <T>(operation: string, call: () => Promise<T>) => asked(operation, () => withRetry(call, time, RETRY));
  return {
    submit: async (request) => {
      try {
        const { jobId } = await client.send(new sdk.SubmitServiceJobCommand(request));
        if (jobId === undefined) throw new ServiceJobCallError("SubmitServiceJob", "the answer has no id", "refused");
        return jobId;
      } catch (error) {
        if (verdictOf(error) === "refused") throw callError("SubmitServiceJob", error);
        throw error;
      }
    },
    describe: (jobId) =>
      ask("DescribeServiceJob", () => client.send(new sdk.DescribeServiceJobCommand({ jobId }))).catch(
        (error: unknown) => {
          if (error instanceof ServiceJobCallError && isUnknownJob(error)) return undefined;
          throw error;
        },
      ),
    list: (query) =>
      pages(query, (request) => ask("ListServiceJobs", () => client.send(new sdk.ListServiceJobsCommand(request)))),
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
    close: () => client.destroy(),
  };
}

async function* pages(
  { queue: jobQueue, status: jobStatus, filter }: ListQuery,
  ask: (request: ListServiceJobsRequest) => Promise<ListServiceJobsResponse>,
): AsyncGenerator<ServiceJobSummary> {
  const filters = filter === undefined ? undefined : [{ name: filter.name, values: [String(filter.value)] }];
  let nextToken: string | undefined;
  do {
    const page = await ask({ jobQueue, jobStatus, filters, maxResults: PAGE, nextToken });
    yield* page.jobSummaryList ?? [];
    ({ nextToken } = page);
  } while (nextToken !== undefined);
}

async function asked<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw callError(operation, error);
  }
}

function callError(operation: string, error: unknown): ServiceJobCallError {
  if (error instanceof ServiceJobCallError) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  // Cast: whatever was thrown, the field is looked at only where it is.
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return new ServiceJobCallError(operation, reason, verdictOf(error), $metadata?.httpStatusCode);
}

function isUnknownJob({ verdict, reason }: ServiceJobCallError): boolean {
  return verdict === "refused" && /does not exist|not found/i.test(reason);
}

async function inGroups<T>(items: readonly string[], use: (group: string[]) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let start = 0; start < items.length; start += PAGE) answers.push(await use(items.slice(start, start + PAGE)));
  return answers;
}
