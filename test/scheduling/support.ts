import {
  ServicePool,
  type Amounts,
  type Decision,
  type JobSubmission,
  type PoolEvent,
  type QueueSettings,
  type SchedulingOptions,
  type ShareSettings,
} from "../../scheduling";

export const G5 = "ml.g5.xlarge";

type WithoutTime<T> = T extends unknown ? Omit<T, "at"> : never;

/** A pool on which time goes on by itself, a second with each event. */
export class TestPool {
  readonly pool: ServicePool;
  now = 0;

  constructor(capacity: Amounts, options: Partial<SchedulingOptions> = {}) {
    this.pool = new ServicePool({ capacity, enabled: true }, options);
  }

  /** @returns the decisions, in short: `dispatch high`, `preempt med`, ... */
  send(event: WithoutTime<PoolEvent>, seconds = 1): string[] {
    return this.decide(event, seconds).map(({ type, jobId }) => `${type} ${jobId}`);
  }

  decide(event: WithoutTime<PoolEvent>, seconds = 1): Decision[] {
    this.now += seconds * 1000;
    // Type: an event without its time, and the time.
    return this.pool.handle({ ...event, at: this.now } as PoolEvent);
  }

  queue(settings: Partial<QueueSettings> & Pick<QueueSettings, "policy">): string[] {
    return this.send({ type: "queue", queue: { name: "queue", priority: 1, enabled: true, ...settings } });
  }

  /** Adds or changes a share of `queue`. */
  share(name: string, max: number, settings: Partial<ShareSettings> = {}): string[] {
    const share: ShareSettings = {
      name,
      capacity: { [G5]: max },
      strategy: "LEND",
      inSharePreemption: false,
      enabled: true,
      ...settings,
    };
    return this.send({ type: "share", queue: "queue", share });
  }

  submit(id: string, share: string | undefined, instances = 1, settings: Partial<JobSubmission> = {}): string[] {
    const job = { id, queue: "queue", ...(share === undefined ? {} : { share }), demand: { [G5]: instances } };
    return this.send({ type: "submit", job: { ...job, ...settings } });
  }

  end(jobId: string): string[] {
    return this.send({ type: "succeeded", jobId, run: this.pool.job(jobId)?.runs ?? 0 });
  }

  fail(jobId: string, statusReason = "Received status from SageMaker: boom"): Decision[] {
    return this.decide({ type: "failed", jobId, run: this.pool.job(jobId)?.runs ?? 0, statusReason });
  }
}

/** A queue with quota shares on so many instances of ml.g5.xlarge. */
export function quotaPool(max: number, options: Partial<SchedulingOptions> = {}): TestPool {
  const pool = new TestPool({ [G5]: max }, options);
  pool.queue({ policy: { kind: "QUOTA_SHARE" } });
  return pool;
}

export const borrows = (borrowLimit?: number): Partial<ShareSettings> => ({ strategy: "LEND_AND_BORROW", borrowLimit });
