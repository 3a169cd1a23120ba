/** What a job asks for and how it ended, as far as whoever runs commands has to know. */
import type { ClientCredentials } from "../../../shell-environment";
import type { LogTarget } from "../job-logs";

export interface Command {
  /** The program and its arguments; no shell reads them. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Of its role; absent: it has none. */
  readonly credentials: ClientCredentials | undefined;
  /** Where its output goes in CloudWatch Logs; absent: nowhere. */
  readonly log: LogTarget | undefined;
}

/** How a command ended. */
export interface CommandEnd {
  /** Absent when it could not be started. */
  readonly exitCode: number | undefined;
  /** Why it could not be started. */
  readonly reason: string | undefined;
}

export interface RunningCommand {
  /** Asks it to end, and ends it when it has not a while later. */
  stop(): void;
}
