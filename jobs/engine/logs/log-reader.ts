import { createRequire } from "node:module";
import type * as Sdk from "@aws-sdk/client-cloudwatch-logs";
import type { CloudWatchLogsClientConfig } from "@aws-sdk/client-cloudwatch-logs";
import { jobCallError } from "../../container/batch/errors";
import { QUICK_RETRY, realTime, type Time, withRetry } from "../rate";
import type { LogLocation } from "./log-location";

const load = createRequire(__filename);

/** One line of a log. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly message: string;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** Leads to what comes behind these lines; the one that was asked with says that there is no more yet. */
  readonly next: string | undefined;
}

/** CloudWatch Logs, as far as logs of jobs are read. */
export interface LogReader {
  /**
   * @param from the `next` of the page before; the beginning without
   * @returns undefined when there is no such stream (yet)
   * @throws JobCallError
   */
  read(place: LogLocation, from: string | undefined): Promise<LogPage | undefined>;
  /** @returns names of the streams of a group that begin like that; none when there is no such group (yet) */
  streams(group: string, prefix: string): Promise<string[]>;
  close(): void;
}

/** Reads with the SDK, which is loaded here and not before. */
export function sdkLogReader(config: CloudWatchLogsClientConfig, time: Time = realTime): LogReader {
  const sdk = load("@aws-sdk/client-cloudwatch-logs") as typeof Sdk; // Cast: it is the package whose types these are.
  const client = new sdk.CloudWatchLogsClient({ ...config, maxAttempts: 1 });
  /** Nobody has written there yet: no group, no stream, no answer. */
  const asked = async <T>(operation: string, call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await withRetry(call, time, QUICK_RETRY);
    } catch (error) {
      if (error instanceof sdk.ResourceNotFoundException) return undefined;
      throw jobCallError(operation, error, "CloudWatch Logs");
    }
  };
  return {
    read: async ({ group, stream }, from) => {
      const request = { logGroupName: group, logStreamName: stream, startFromHead: true, nextToken: from };
      const page = await asked("GetLogEvents", () => client.send(new sdk.GetLogEventsCommand(request)));
      return page && { lines: (page.events ?? []).map(lineOf), next: page.nextForwardToken };
    },
    streams: async (group, prefix) => {
      const names: string[] = [];
      for (let token: string | undefined; ;) {
        const request = { logGroupName: group, logStreamNamePrefix: prefix, nextToken: token };
        const page = await asked("DescribeLogStreams", () => client.send(new sdk.DescribeLogStreamsCommand(request)));
        names.push(...(page?.logStreams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []));
        token = page?.nextToken;
        if (token === undefined) return names;
      }
    },
    close: () => client.destroy(),
  };
}

function lineOf({ timestamp = 0, message = "" }: Sdk.OutputLogEvent): LogLine {
  return { at: timestamp, message: message.trimEnd() };
}
