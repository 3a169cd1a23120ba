import type { JobDetail } from "@aws-sdk/client-batch";
import { BATCH_LOGS } from "../../../aws/log-groups";

/** Where the log of an attempt is, in CloudWatch Logs. */
export interface LogLocation {
  readonly group: string;
  readonly stream: string;
}

/** @returns where the attempts write, the latest one last; none before the first begins, and for logs that go elsewhere */
export function logLocationsOf({ container, attempts = [] }: JobDetail): LogLocation[] {
  const { logDriver = "awslogs", options } = container?.logConfiguration ?? {};
  if (logDriver !== "awslogs") return [];
  const group = options?.["awslogs-group"] ?? BATCH_LOGS;
  const streams = [...attempts.map((attempt) => attempt.container?.logStreamName), container?.logStreamName];
  return [...new Set(streams)].flatMap((stream) => (stream === undefined || stream === "" ? [] : [{ group, stream }]));
}
