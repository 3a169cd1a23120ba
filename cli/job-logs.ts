import { createRequire } from "node:module";
import type * as Logs from "../jobs/engine/logs";
import type { LogReader } from "../jobs/engine/logs";
import type { Account } from "./batch-account";

const load = createRequire(__filename);
/** The library of logs; most commands are faster without it. Type: the module of that name. */
export const logsLibrary = () => load("../jobs/engine/logs") as typeof Logs;

/** Milliseconds: what the embedded AWS writes is there at once. */
const LOCAL_SETTLE = 300;

/** @returns how long to wait for late lines of a log; undefined: as long as CloudWatch Logs takes */
export const settleOf = ({ isLocal }: Account): number | undefined => (isLocal ? LOCAL_SETTLE : undefined);

/** Reads logs of the account, and lets go of it when the work is done. */
export async function withLogs<T>({ connection }: Account, use: (reader: LogReader) => Promise<T>): Promise<T> {
  const reader = logsLibrary().logReader(connection);
  try {
    return await use(reader);
  } finally {
    reader.close();
  }
}
