import type { Environment } from "./environment";
import type { Job } from "./job";
import type { QuotaAccount } from "../quota/quota-account";
import type { QuotaLedger } from "../quota/quota-ledger";
import type { StuckText } from "./queue-model";
import { stuckTexts } from "./reasons";

/**
 * Why the job at a front can never be placed (rule R4), or could not be provisioned (rule R5).
 * The environment is looked at first, which AWS does not say.
 *
 * @param quota of a job in a quota share
 */
export function stuckText(
  job: Job,
  environment: Environment,
  quota?: { account: QuotaAccount; ledger: QuotaLedger },
): StuckText | undefined {
  if (!environment.couldFit(job.needs)) {
    return { reason: "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE", text: stuckTexts.environment };
  }
  const text = quota && quotaText(job, quota.account, quota.ledger);
  if (text !== undefined) return { reason: "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED", text };
  if (job.lacksInstances) return { reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", text: stuckTexts.capacity };
  return undefined;
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
