import { clientSettings } from "../../../jobs/container/batch/connect";
import type { ServiceJobs } from "../../../jobs/training";
import { type Account, type AccountFlags, connectAccount, environmentFor } from "../../batch-account";
import type { CommandContext } from "../../stack-command";

/** What a command about training jobs works with. */
export interface TrainingAccount {
  readonly api: ServiceJobs;
  readonly account: Account;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
}

/** Connects with the account of the flags, and lets go of it when the work is done. */
export async function withTraining<T>(
  context: CommandContext,
  flags: AccountFlags,
  use: (world: TrainingAccount) => Promise<T>,
): Promise<T> {
  const account = await connectAccount(context, flags, environmentFor(context, flags));
  const { sdkServiceJobs } = await import("../../../jobs/training");
  const api = sdkServiceJobs(clientSettings(account.options));
  const stop = new AbortController();
  const unsubscribe = context.host.interrupts.subscribe(() => stop.abort());
  try {
    return await use({ api, account, signal: stop.signal });
  } finally {
    unsubscribe();
    api.close();
    account.connection.close();
  }
}
