import { createRequire } from "node:module";
import type { BatchClient } from "../../../aws/services";
import type * as Training from "../../../jobs/training";
import { type Account, type AccountFlags, connectAccount, environmentFor } from "../../batch-account";
import type { CommandContext } from "../../stack-command";

const load = createRequire(__filename);
/** The library of training jobs; all other commands are faster without it. Type: the module of that name. */
export const training = () => load("../../../jobs/training") as typeof Training;

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
