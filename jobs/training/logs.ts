import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-cloudwatch-logs";
import type { CloudWatchLogsClientConfig } from "@aws-sdk/client-cloudwatch-logs";
import type { DescribeServiceJobResponse } from "@aws-sdk/client-batch";

// https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
export const TRAINING_LOG_GROUP = "/aws/sagemaker/TrainingJobs";

const load = createRequire(__filename);

/** One line of one instance. */
export interface LogLine {
  /** `algo-1-...`: the instance, which is the end of the stream's name. */
  readonly instance: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly message: string;
}

/** @returns the names of the training jobs of a service job, the latest attempt first */
export function trainingJobsOf(job: DescribeServiceJobResponse): string[] {
  const { latestAttempt, attempts = [], preemptionSummary } = job;
  const all = [latestAttempt, ...[...attempts].reverse(), ...(preemptionSummary?.recentPreemptedAttempts ?? [])];
  const names = all.flatMap((attempt) => attempt?.serviceResourceId?.value?.split("/").at(-1) ?? []);
  return [...new Set(names)];
}

/** Reads what a training job has written, of all its instances, in the order of time. */
export async function readTrainingLog(config: CloudWatchLogsClientConfig, trainingJob: string): Promise<LogLine[]> {
  const sdk = load("@aws-sdk/client-cloudwatch-logs") as typeof Sdk; // Cast: it is the package whose types these are.
  const client = new sdk.CloudWatchLogsClient(config);
  try {
    const streams: string[] = [];
    const prefix = { logGroupName: TRAINING_LOG_GROUP, logStreamNamePrefix: `${trainingJob}/` };
    for await (const page of sdk.paginateDescribeLogStreams({ client }, prefix)) {
      streams.push(...(page.logStreams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []));
    }
    const lines = await Promise.all(streams.map((stream) => readStream(sdk, client, stream)));
    return lines.flat().sort((a, b) => a.at - b.at);
  } catch (error) {
    // Nobody has written into the group of this account yet.
    if (error instanceof sdk.ResourceNotFoundException) return [];
    throw error;
  } finally {
    client.destroy();
  }
}

async function readStream(sdk: typeof Sdk, client: Sdk.CloudWatchLogsClient, stream: string): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  for (;;) {
    const request = { logGroupName: TRAINING_LOG_GROUP, logStreamName: stream, startFromHead: true, nextToken };
    const page = await client.send(new sdk.GetLogEventsCommand(request));
    for (const { timestamp: at = 0, message = "" } of page.events ?? []) {
      lines.push({ instance: stream.split("/").at(-1) ?? stream, at, message: message.trimEnd() });
    }
    // The same token again says that there is no more.
    if (page.nextForwardToken === undefined || page.nextForwardToken === nextToken) return lines;
    nextToken = page.nextForwardToken;
  }
}
