import type { LogReader } from "../jobs/engine/logs";
import type { Account } from "./account";

/** Milliseconds: what the embedded AWS writes is there at once. */
const LOCAL_SETTLE = 300;

/** @returns how long to wait for late lines of a log; undefined: as long as CloudWatch Logs takes */
export const settleOf = ({ isLocal }: Account): number | undefined => (isLocal ? LOCAL_SETTLE : undefined);

/** Reads logs of the account, and lets go of it when the work is done. */
export async function withLogs<T>({ connection }: Account, use: (reader: LogReader) => Promise<T>): Promise<T> {
  const { logReader } = await import("../jobs/engine/logs");
  const reader = logReader(connection);
  try {
    return await use(reader);
  } finally {
    reader.close();
  }
}
