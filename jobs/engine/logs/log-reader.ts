import type { LogLocation } from "./log-location";
import type { OutputLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import type { Connection } from "../../../aws/connection";
import { unless } from "../../../aws/errors";
import { logsClient } from "../../../aws/services";

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
   * @throws AwsCallError
   */
  read(place: LogLocation, from: string | undefined): Promise<LogPage | undefined>;
  /** @returns names of the streams of a group that begin like that; none when there is no such group (yet) */
  streams(group: string, prefix: string): Promise<string[]>;
  close(): void;
}

// Nobody has written there yet: no group, or no stream.
const NONE = ["ResourceNotFoundException"];

/** Reads from CloudWatch Logs. */
export function logReader(connection: Connection): LogReader {
  const logs = logsClient(connection);
  return {
    read: async ({ group, stream }, from) => {
      const request = { logGroupName: group, logStreamName: stream, startFromHead: true, nextToken: from };
      const page = await unless(NONE, logs.quick.call("GetLogEvents", request));
      return page && { lines: (page.events ?? []).map(lineOf), next: page.nextForwardToken };
    },
    streams: async (logGroupName, logStreamNamePrefix) => {
      const request = { logGroupName, logStreamNamePrefix };
      const streams = await unless(
        NONE,
        logs.quick.all("DescribeLogStreams", request, ({ logStreams }) => logStreams),
      );
      return (streams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []);
    },
    close: () => logs.close(),
  };
}

function lineOf({ timestamp = 0, message = "" }: OutputLogEvent): LogLine {
  return { at: timestamp, message: message.trimEnd() };
}
