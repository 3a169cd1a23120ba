import type { Environment } from "../queue/environment";
import type { Job } from "../queue/job";
import { stuckTexts, type StuckText } from "../queue/reasons";
import { stuckText } from "../queue/stuck";
import type { QuotaAccount } from "./quota-account";
import type { QuotaLedger } from "./quota-ledger";

/** Why the job at the front of a quota share is stuck (rule R4): for what it is in any queue, or for its share's quota. */
export function quotaStuck(
  job: Job,
  environment: Environment,
  account: QuotaAccount,
  ledger: QuotaLedger,
): StuckText | undefined {
  return stuckText(job, environment, quotaText(job, account, ledger));
}

function quotaText({ needs }: Job, account: QuotaAccount, ledger: QuotaLedger): string | undefined {
  const over = needs
    .map(({ unit, count }) => ({ unit, extra: count - (account.capacity[unit] ?? 0) }))
    .filter(({ extra }) => extra > 0);
  if (over.some(({ unit, extra }) => extra > account.borrowLimit(unit))) {
    return account.borrows ? stuckTexts.quotaAndBorrowLimit : stuckTexts.quota;
  }
  if (over.some(({ unit, extra }) => extra > ledger.borrowable(account, unit))) return stuckTexts.borrowable;
  return undefined;
}
