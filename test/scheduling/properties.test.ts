import fc from "fast-check";
import { defaultOptions, ServicePool, type Decision, type PoolEvent, type ShareSettings } from "../../scheduling";
import { orderedTraces, quotaTraces, TraceHost, type Trace } from "./traces";

const TRACES = Number(process.env.DAPF_TRACES ?? 300);

interface Placed {
  readonly share: string;
  readonly demand: Readonly<Record<string, number>>;
  priority: number;
  running: boolean;
}

/** What an onlooker knows: settings and jobs from the events, who runs from the decisions. */
class Onlooker {
  capacity: Readonly<Record<string, number>>;
  readonly shares = new Map<string, ShareSettings>();
  readonly jobs = new Map<string, Placed>();
  isEnabled = true;

  constructor(trace: Trace) {
    this.capacity = trace.environment.capacity;
  }

  event(event: PoolEvent): void {
    if (event.type === "environment") {
      this.capacity = event.environment.capacity;
      this.isEnabled = event.environment.enabled;
    } else if (event.type === "share") this.shares.set(event.share.name, event.share);
    else if (event.type === "submit") {
      const { id, share = "", demand, priority = 0 } = event.job;
      this.jobs.set(id, { share, demand, priority, running: false });
    } else if (event.type === "updatePriority") this.job(event.jobId).priority = event.priority;
    else if (event.type === "succeeded" || event.type === "terminate") this.jobs.delete(event.jobId);
  }

  decision(decision: Decision): void {
    const { type, jobId } = decision;
    if (type === "dispatch") this.job(jobId).running = true;
    else if (type === "requeue" || (type === "preempt" && decision.then === "requeue")) this.job(jobId).running = false;
    else if (type === "preempt" || type === "fail" || type === "terminate") this.jobs.delete(jobId);
  }

  job(id: string): Placed {
    const job = this.jobs.get(id);
    if (job === undefined) throw new Error(`unknown job ${id}`);
    return job;
  }

  running(share?: string): Placed[] {
    return [...this.jobs.values()].filter((job) => job.running && (share === undefined || job.share === share));
  }

  use(unit: string, share?: string): number {
    return this.running(share).reduce((sum, { demand }) => sum + (demand[unit] ?? 0), 0);
  }

  owned(unit: string, share: string): number {
    return this.shares.get(share)?.capacity[unit] ?? 0;
  }

  borrowed(unit: string, share: string): number {
    return Math.max(0, this.use(unit, share) - this.owned(unit, share));
  }

  /** What others lend less what is borrowed. */
  pool(unit: string): number {
    return [...this.shares.values()].reduce((sum, { name, strategy }) => {
      const free = strategy === "RESERVE" ? 0 : Math.max(0, this.owned(unit, name) - this.use(unit, name));
      return sum + free - this.borrowed(unit, name);
    }, 0);
  }
}

const units = ["ml.g5.xlarge", "ml.p4d.24xlarge"];
// Settings that change can leave more dispatched than they allow: what runs goes on.
const steady = (trace: Trace): Trace => {
  return { ...trace, steps: trace.steps.filter(({ kind }) => kind !== "share" && kind !== "environment") };
};
const usual = fc.constant(defaultOptions);

/** Checks something after each event, and before each decision. */
function follow(
  trace: Trace,
  check: { after?(seen: Onlooker, pool: ServicePool): void; before?(decision: Decision, seen: Onlooker): void },
): void {
  const pool = new ServicePool(trace.environment, trace.options);
  const host = new TraceHost(trace);
  const seen = new Onlooker(trace);
  for (const event of host.events()) {
    const decisions = pool.handle(event);
    seen.event(event);
    host.note(event, decisions);
    for (const decision of decisions) {
      check.before?.(decision, seen);
      seen.decision(decision);
    }
    check.after?.(seen, pool);
  }
}

const holds = (traces: fc.Arbitrary<Trace>, check: Parameters<typeof follow>[1]) =>
  fc.assert(
    fc.property(traces, (trace) => follow(trace, check)),
    { numRuns: TRACES },
  );

describe("whatever happens to a pool", () => {
  it("never dispatches more than the environment has", () => {
    const check = {
      before(decision: Decision, seen: Onlooker) {
        if (decision.type !== "dispatch") return;
        const { demand } = seen.job(decision.jobId);
        for (const unit of Object.keys(demand)) {
          expect(seen.use(unit) + (demand[unit] ?? 0)).toBeLessThanOrEqual(seen.capacity[unit] ?? 0);
        }
      },
    };
    holds(quotaTraces(), check);
    const counted = {
      before(decision: Decision, seen: Onlooker) {
        if (decision.type !== "dispatch") return;
        const all = [...seen.running(), seen.job(decision.jobId)].flatMap(({ demand }) => Object.values(demand));
        expect(all.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(seen.capacity.NUM_INSTANCES ?? 0);
      },
    };
    holds(orderedTraces(), counted);
  });

  it("borrows no more than the limit, and no more than others lend; a share that reserves lends nothing", () => {
    holds(quotaTraces(usual).map(steady), {
      after(seen) {
        for (const unit of units) {
          expect(seen.pool(unit)).toBeGreaterThanOrEqual(0);
          for (const { name, strategy, borrowLimit = -1 } of seen.shares.values()) {
            const own = seen.owned(unit, name);
            const limit = borrowLimit < 0 ? Infinity : Math.floor((own * borrowLimit) / 100);
            expect(seen.borrowed(unit, name)).toBeLessThanOrEqual(strategy === "LEND_AND_BORROW" ? limit : 0);
          }
        }
      },
    });
  });

  it("preempts borrowers for owners, and lower priorities where a share wants it, and nobody else", () => {
    holds(quotaTraces(), {
      before(decision, seen) {
        if (decision.type !== "preempt") return;
        const victim = seen.job(decision.jobId);
        const by = seen.job(decision.by);
        expect(victim.running).toBe(true);
        if (decision.kind === "in-share") {
          expect(victim.share).toBe(by.share);
          expect(seen.shares.get(by.share)?.inSharePreemption).toBe(true);
          expect(victim.priority).toBeLessThan(by.priority);
          return;
        }
        expect(victim.share).not.toBe(by.share);
        const wanted = Object.keys(by.demand).filter((unit) => (victim.demand[unit] ?? 0) > 0);
        expect(wanted.some((unit) => seen.borrowed(unit, victim.share) > 0)).toBe(true);
        for (const [unit, count] of Object.entries(by.demand)) {
          expect(seen.use(unit, by.share) + count).toBeLessThanOrEqual(seen.owned(unit, by.share));
        }
      },
    });
  });

  it("leaves no head waiting that fits what its share owns and what is free", () => {
    holds(quotaTraces(usual).map(steady), {
      after(seen, pool) {
        for (const [share, { jobId }] of pool.frontOfQuotaShares("quota")) {
          const demand = Object.entries(seen.job(jobId).demand);
          const isOwn = demand.every(([unit, n]) => seen.use(unit, share) + n <= seen.owned(unit, share));
          const isFree = demand.every(([unit, n]) => {
            const lends = seen.shares.get(share)?.strategy !== "RESERVE";
            return seen.use(unit) + n <= (seen.capacity[unit] ?? 0) && (!lends || seen.pool(unit) >= n);
          });
          expect(isOwn && isFree).toBe(false);
        }
      },
    });
  });

  it("does not let a share starve within its own quota: where the shares fit the environment, its head runs at once", () => {
    const fitting = quotaTraces(usual)
      .map(steady)
      .map((trace) => ({ ...trace, environment: { enabled: true, capacity: sumOfShares(trace.shares) } }));
    holds(fitting, {
      after(seen, pool) {
        for (const [share, { jobId }] of pool.frontOfQuotaShares("quota")) {
          const demand = Object.entries(seen.job(jobId).demand);
          const isOwn = demand.every(([unit, n]) => seen.use(unit, share) + n <= seen.owned(unit, share));
          expect(isOwn).toBe(false);
        }
      },
    });
  });

  it("gives the same decisions for the same events", () => {
    fc.assert(
      fc.property(fc.oneof(quotaTraces(), orderedTraces()), (trace) => {
        const first = new ServicePool(trace.environment, trace.options);
        const second = new ServicePool(trace.environment, trace.options);
        const host = new TraceHost(trace);
        for (const event of host.events()) {
          const decisions = first.handle(event);
          expect(second.handle(event)).toEqual(decisions);
          host.note(event, decisions);
        }
      }),
      { numRuns: TRACES },
    );
  });

  it("tells of own, lent, borrowed and waiting instances what an onlooker counts", () => {
    holds(quotaTraces(usual).map(steady), {
      after(seen, pool) {
        const { shares, usage } = pool.picture("quota", Number.MAX_SAFE_INTEGER);
        for (const unit of units) {
          expect(usage[unit] ?? 0).toBe(seen.use(unit));
          const total = (key: "lent" | "borrowed") => shares.reduce((sum, share) => sum + (share[key][unit] ?? 0), 0);
          expect(total("lent")).toBe(total("borrowed"));
          for (const share of shares) {
            expect((share.own[unit] ?? 0) + (share.borrowed[unit] ?? 0)).toBe(seen.use(unit, share.share));
            expect(share.borrowed[unit] ?? 0).toBe(seen.borrowed(unit, share.share));
            const waiting = [...seen.jobs.values()].filter((job) => !job.running && job.share === share.share);
            expect(share.waiting[unit] ?? 0).toBe(waiting.reduce((sum, { demand }) => sum + (demand[unit] ?? 0), 0));
          }
        }
      },
    });
  });
});

function sumOfShares(shares: readonly ShareSettings[]): Record<string, number> {
  const sum = (unit: string) => shares.reduce((total, { capacity }) => total + (capacity[unit] ?? 0), 0);
  return Object.fromEntries(units.map((unit) => [unit, sum(unit)]));
}
