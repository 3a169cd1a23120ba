import type { BatchClient } from "../../../aws/services";
import { type Account, type AccountFlags, connectAccount, environmentFor } from "../../batch-account";
import type { CommandContext } from "../../stack-command";

/** What a command about training jobs works with. */
export interface TrainingAccount {
  readonly batch: BatchClient;
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
  const { batch } = account;
  const stop = new AbortController();
  const unsubscribe = context.host.interrupts.subscribe(() => stop.abort());
  try {
    return await use({ batch, account, signal: stop.signal });
  } finally {
    unsubscribe();
    batch.close();
  }
}
