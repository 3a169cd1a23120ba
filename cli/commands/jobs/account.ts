import { type Account, type AccountFlags, connectAccount, environmentFor } from "../../batch-account";
import type { CommandContext } from "../../stack-command";

/** Connects with the account of the flags, and lets go of it when the work is done. */
export async function withAccount<T>(
  context: CommandContext,
  flags: AccountFlags,
  use: (account: Account) => Promise<T>,
  environment = environmentFor(context, flags),
): Promise<T> {
  const account = await connectAccount(context, flags, environment);
  try {
    return await use(account);
  } finally {
    account.batch.close();
  }
}
