import type { Job, Need } from "../queue/job";
import type { QuotaAccount } from "./quota-account";
import type { QuotaLedger } from "./quota-ledger";
import type { QuotaShare } from "./quota-share";

/** A job of a quota share: one to be preempted, or the one that it is preempted for. */
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
 * Chooses whom to preempt for a job: one candidate after the other until it fits, then without those that are not
 * needed after all (rule P7). The ledger is as before in the end.
 *
 * @param candidates the first to go first
 * @param kind `cross-share`: only shares that borrow what is short lose jobs (rules P2, P8 and P9)
 */
export function chooseVictims(
  ledger: QuotaLedger,
  beneficiary: Victim,
  candidates: Iterable<Victim>,
  kind: "cross-share" | "in-share",
): Victims {
  return new Choice(ledger, beneficiary, kind).among(candidates);
}

/** Takes candidates out of the ledger and puts them back, to see what that makes room for. */
class Choice {
  private readonly needs: readonly Need[];
  private readonly account: QuotaAccount;
  private readonly debts: readonly number[];

  constructor(
    private readonly ledger: QuotaLedger,
    { job, share }: Victim,
    private readonly kind: "cross-share" | "in-share",
  ) {
    this.needs = job.needs;
    this.account = share.account;
    this.debts = ledger.debts(job.needs);
  }

  among(candidates: Iterable<Victim>): Victims {
    let chosen: Victim[] = [];
    for (const candidate of candidates) {
      if (this.fits()) break;
      if (!this.helps(candidate)) continue;
      this.remove(candidate);
      chosen.push(candidate);
    }
    const enough = this.fits();
    if (enough) chosen = this.withoutNeedless(chosen);
    for (const victim of chosen) this.restore(victim);
    return { chosen, enough };
  }

  private fits(): boolean {
    const placing = this.ledger.placing(this.account, this.needs, this.debts);
    return placing === "own" || placing === "borrow";
  }

  private helps({ job, share }: Victim): boolean {
    return job.needs.some(({ unit }) => {
      if (this.kind === "cross-share" && share.account.borrowed(unit) === 0) return false;
      const need = this.needs.find((one) => one.unit === unit);
      return need !== undefined && this.isShort(need);
    });
  }

  private isShort(need: Need): boolean {
    const { unit, count } = need;
    const { use, capacity } = this.account;
    if ((use[unit] ?? 0) + count > (capacity[unit] ?? 0) + this.account.borrowLimit(unit)) return true;
    return this.ledger.shortOf(this.account, need, this.debts[unit]) !== undefined;
  }

  private withoutNeedless(chosen: readonly Victim[]): Victim[] {
    // The dearest are spared first.
    return chosen.reduceRight<Victim[]>((kept, victim) => {
      this.restore(victim);
      if (this.fits()) return kept;
      this.remove(victim);
      return [victim, ...kept];
    }, []);
  }

  private remove({ job, share }: Victim): void {
    this.ledger.take(share.account, job.needs, -1);
  }

  private restore({ job, share }: Victim): void {
    this.ledger.take(share.account, job.needs, 1);
  }
}
