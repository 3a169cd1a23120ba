import type { FilteredLogEvent, FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { unless } from "../../aws/errors";
import type { logsClient } from "../../aws/services";

export type LogsClient = ReturnType<typeof logsClient>;

export interface LogPage {
  readonly events: readonly FilteredLogEvent[];
  /** No event before this time comes any more; undefined on a page without events. */
  readonly until: number | undefined;
  /** Whether there is such a log group. */
  readonly isThere: boolean;
}

/**
 * What tells nothing that the later lines do not, and is two lines of five. CloudWatch Logs User Guide, "Filter pattern syntax":
 * "Place a minus symbol before the terms that you want to exclude", "Enclose exact phrases and terms that include non-alphanumeric
 * characters in double quotation marks". Neither names nor tags have a `|`.
 */
const NEEDLESS = ["SUBMITTED", "PENDING", "SCHEDULED", "STARTING"].map((status) => `-"state|status:${status}|"`);

/**
 * Reads a log group from a time on, the next page while one is used. FilterLogEvents it is, because EventBridge writes into streams
 * of its own by the thousand, and an answer of Logs Insights has at most 10,000 lines; what it answers is in the order of time
 * (API Reference, FilterLogEvents).
 *
 * @param from milliseconds since 1970
 * @param queue name of the one that lines are about. @default all
 * @throws AwsCallError
 */
export async function* logPages(
  logs: LogsClient,
  group: string,
  from: number,
  queue: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LogPage> {
  const ask = (nextToken?: string) => {
    const request: FilterLogEventsRequest = {
      logGroupName: group,
      startTime: from,
      nextToken,
      filterPattern: [queue === undefined ? '"|status:"' : `"job-queue/${queue}|"`, ...NEEDLESS].join(" "),
    };
    const answer = unless(["ResourceNotFoundException"], logs.call("FilterLogEvents", request, { signal }));
    // Who goes away while a page comes does not wait for it.
    answer.catch(() => undefined);
    return answer;
  };
  for (let coming: ReturnType<typeof ask> | undefined = ask(); coming !== undefined;) {
    const page: Awaited<ReturnType<typeof ask>> = await coming;
    coming = page?.nextToken === undefined ? undefined : ask(page.nextToken);
    const events = page?.events ?? [];
    yield { events, until: events.at(-1)?.timestamp, isThere: page !== undefined };
  }
}
