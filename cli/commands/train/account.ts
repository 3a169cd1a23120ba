import type { BatchClient } from "../../../aws/services";
import { type JobPolicy, policyOf } from "../../../config/job-policy";
import { type Account, environmentFor, withAccount } from "../../account";
import type { AccountFlags } from "../../account-flags";
import type { CommandContext } from "../../stack-command";

/** What a command about training jobs works with. */
export interface TrainingAccount {
  readonly batch: BatchClient;
  readonly account: Account;
  /** Aborts when the user interrupts. */
  readonly signal: AbortSignal;
}

/** @returns what the environment of `--env` allows its jobs; undefined without one */
export function policyFor(context: CommandContext, flags: AccountFlags): JobPolicy | undefined {
  const environment = environmentFor(context, flags);
  return environment && policyOf(environment);
}

/** Connects with the account of the flags, and lets go of it when the work is done. @param loss said by a third interrupt */
export function withTraining<T>(
  context: CommandContext,
  flags: AccountFlags,
  use: (world: TrainingAccount) => Promise<T>,
  loss?: string,
): Promise<T> {
  return withAccount(context, flags, async (account) => {
    const stop = new AbortController();
    const unsubscribe = context.host.interrupts.subscribe(() => stop.abort(), loss);
    return use({ batch: account.batch, account, signal: stop.signal }).finally(unsubscribe);
  });
}
