import type { Job, Need } from "./job";
import type { QuotaLedger } from "./quota-ledger";
import type { QuotaShare } from "./quota-share";

export interface Victim {
  readonly job: Job;
  readonly share: QuotaShare;
}

export interface Victims {
  readonly chosen: readonly Victim[];
  /** Whether the job fits once they are gone. */
  readonly enough: boolean;
}

/**
 * Chooses whom to preempt for a job: one candidate after the other until it fits (P7), then without those that are not
 * needed after all. The ledger is as before in the end.
 *
 * @param candidates the first to go first
 * @param kind `cross-share`: only shares that borrow what is short lose jobs (P2)
 */
export function chooseVictims(
  ledger: QuotaLedger,
  beneficiary: { readonly job: Job; readonly share: QuotaShare },
  candidates: readonly Victim[],
  kind: "cross-share" | "in-share",
): Victims {
  const { needs } = beneficiary.job;
  const { account } = beneficiary.share;
  const debts = ledger.debts(needs);
  const fits = () => ["own", "borrow"].includes(ledger.placing(account, needs, debts));
  const isShort = (need: Need) =>
    (account.use[need.unit] ?? 0) + need.count > (account.capacity[need.unit] ?? 0) + account.borrowLimit(need.unit) ||
    ledger.shortOf(account, need, debts[need.unit]) !== undefined;
  const helps = ({ job, share }: Victim) =>
    job.needs.some(({ unit }) => {
      if (kind === "cross-share" && share.account.borrowed(unit) === 0) return false;
      const need = needs.find((one) => one.unit === unit);
      return need !== undefined && isShort(need);
    });
  const remove = ({ job, share }: Victim) => ledger.take(share.account, job.needs, -1);
  const restore = ({ job, share }: Victim) => ledger.take(share.account, job.needs, 1);

  let chosen: Victim[] = [];
  for (const candidate of candidates) {
    if (fits()) break;
    if (!helps(candidate)) continue;
    remove(candidate);
    chosen.push(candidate);
  }
  const enough = fits();
  if (enough) chosen = withoutNeedless(chosen, fits, remove, restore);
  chosen.forEach(restore);
  return { chosen, enough };
}

function withoutNeedless(
  chosen: readonly Victim[],
  fits: () => boolean,
  remove: (victim: Victim) => void,
  restore: (victim: Victim) => void,
): Victim[] {
  // The dearest are spared first.
  return chosen.reduceRight<Victim[]>((kept, victim) => {
    restore(victim);
    if (fits()) return kept;
    remove(victim);
    return [victim, ...kept];
  }, []);
}
