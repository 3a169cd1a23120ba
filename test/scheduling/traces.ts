import fc from "fast-check";
import {
  type Decision,
  type EnvironmentSettings,
  type PoolEvent,
  type QueueSettings,
  type SchedulingOptions,
  type ShareSettings,
} from "../../scheduling";

/** A random pool: its settings, and what happens to it. */
export interface Trace {
  readonly environment: EnvironmentSettings;
  readonly options: SchedulingOptions;
  readonly queues: readonly QueueSettings[];
  /** Of the first queue; empty unless it has quota shares. */
  readonly shares: readonly ShareSettings[];
  readonly steps: readonly Step[];
}

/** What happens next; jobs are picked by number from those that are there. */
export type Step =
  | { readonly kind: "submit"; readonly queue: number; readonly share: number; readonly job: RandomJob }
  | { readonly kind: "end"; readonly how: "succeeded" | "failed" | "insufficientCapacity"; readonly pick: number }
  | { readonly kind: "started" | "terminate"; readonly pick: number }
  | { readonly kind: "updatePriority"; readonly pick: number; readonly priority: number }
  | { readonly kind: "share"; readonly share: ShareSettings }
  | { readonly kind: "environment"; readonly environment: EnvironmentSettings }
  | { readonly kind: "tick"; readonly seconds: number };

interface RandomJob {
  readonly demand: Readonly<Record<string, number>>;
  readonly priority: number;
  readonly attempts?: number;
  readonly preemptionRetries?: number;
}

const TYPES = ["ml.g5.xlarge", "ml.p4d.24xlarge"] as const;
const SHARE_NAMES = ["a", "b", "c"] as const;
const REASONS = ["Received status from SageMaker: ValidationException: no", "Received status from SageMaker: boom"];

const small = (max: number, min = 0) => fc.integer({ min, max });

const amounts = (max: number, min: number) =>
  fc.oneof(
    { weight: 3, arbitrary: small(max, min).map((count) => ({ [TYPES[0]]: count })) },
    {
      weight: 1,
      arbitrary: fc.tuple(small(max, min), small(max, min)).map(([g5, p4d]) => ({ [TYPES[0]]: g5, [TYPES[1]]: p4d })),
    },
  );

const share = (name: string): fc.Arbitrary<ShareSettings> =>
  fc.record({
    name: fc.constant(name),
    capacity: amounts(4, 1),
    strategy: fc.constantFrom(
      "RESERVE" as const,
      "LEND" as const,
      "LEND_AND_BORROW" as const,
      "LEND_AND_BORROW" as const,
    ),
    borrowLimit: fc.constantFrom(-1, 50, 100, 200),
    inSharePreemption: fc.boolean(),
    enabled: fc.constant(true),
  });

const timeLimits = fc.constantFrom(undefined, {
  "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE": 600,
  "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED": 900,
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": 600,
});

const job: fc.Arbitrary<RandomJob> = fc.record({
  demand: fc.oneof(
    { weight: 6, arbitrary: small(2, 1).map((count) => ({ [TYPES[0]]: count })) },
    { weight: 2, arbitrary: amounts(4, 1) },
  ),
  priority: small(3),
  attempts: fc.constantFrom(undefined, undefined, 2, 3),
  preemptionRetries: fc.constantFrom(undefined, undefined, 0, 1),
});

function steps(environments: fc.Arbitrary<EnvironmentSettings>, withShares: boolean): fc.Arbitrary<Step[]> {
  const pick = small(50);
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant("submit" as const), queue: small(2), share: small(2), job }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant("end" as const),
        how: fc.constantFrom(
          "succeeded" as const,
          "succeeded" as const,
          "failed" as const,
          "insufficientCapacity" as const,
        ),
        pick,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("started" as const, "terminate" as const), pick }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("updatePriority" as const), pick, priority: small(4) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("tick" as const), seconds: small(700, 1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("environment" as const), environment: environments }) },
    ...(withShares
      ? [
          {
            weight: 1,
            arbitrary: fc.record({
              kind: fc.constant("share" as const),
              share: fc.constantFrom(...SHARE_NAMES).chain(share),
            }),
          },
        ]
      : []),
  );
  return fc.array(step, { minLength: 6, maxLength: 30 });
}

const enabled = fc.constantFrom(true, true, true, true, true, false);

/** Every answer that the engine has to what AWS leaves open. */
const options: fc.Arbitrary<SchedulingOptions> = fc.record({
  idleOrder: fc.constantFrom("submission" as const, "submission" as const, "priority" as const),
  ownBeforeBorrowing: fc.constantFrom(true, true, true, false),
  victimOrder: fc.constantFrom("lowest-priority" as const, "lowest-priority" as const, "latest-start" as const),
  partialPreemption: fc.constantFrom(false, false, false, true),
  borrowRounding: fc.constantFrom("down" as const, "down" as const, "up" as const),
  borrowUnallotted: fc.constantFrom(false, false, true),
  preemptionRetries: fc.constantFrom("fail-after" as const, "fail-after" as const, "fail-at" as const),
  decay: fc.constantFrom("exponential" as const, "exponential" as const, "linear" as const),
  zeroDecay: fc.constantFrom("600-seconds" as const, "current-usage" as const),
  chargeSeconds: fc.constantFrom(60, 60, 0),
  fairShareHeadBlocks: fc.constantFrom("queue" as const, "queue" as const, "share" as const),
  usageUnit: fc.constant("instance-type" as const),
});

/** A queue of quota shares on an environment of its own. */
export const quotaTraces = (optionsOf = options): fc.Arbitrary<Trace> => {
  const environments = fc.record({ capacity: amounts(9, 2), enabled });
  return fc.record({
    environment: fc.record({ capacity: amounts(9, 4), enabled: fc.constant(true) }),
    options: optionsOf,
    queues: timeLimits.map((limits) => [
      { name: "quota", priority: 1, enabled: true, policy: { kind: "QUOTA_SHARE" as const }, timeLimits: limits },
    ]),
    shares: fc.tuple(...SHARE_NAMES.map(share)),
    steps: steps(environments, true),
  });
};

/** One to three FIFO and fair-share queues on one environment. */
export const orderedTraces = (optionsOf = options): fc.Arbitrary<Trace> => {
  const policy: fc.Arbitrary<QueueSettings["policy"]> = fc.oneof(
    fc.constant({ kind: "FIFO" as const }),
    fc.record({
      kind: fc.constant("FAIR_SHARE" as const),
      shareDecaySeconds: fc.constantFrom(0, 60, 3600),
      computeReservation: fc.constantFrom(0, 0, 25, 50),
      weights: fc.constantFrom<Record<string, number>[]>({}, { a: 0.125 }, { "a*": 2, b: 0.5 }),
    }),
  );
  const queues = fc.array(fc.tuple(small(2), policy, timeLimits), { minLength: 1, maxLength: 3 }).map((list) =>
    list.map(([priority, chosen, limits], i) => {
      return { name: `q${String(i)}`, priority, enabled: true, policy: chosen, timeLimits: limits };
    }),
  );
  const environments = fc.record({ capacity: small(8, 1).map((NUM_INSTANCES) => ({ NUM_INSTANCES })), enabled });
  return fc.record({
    environment: fc.record({
      capacity: small(8, 2).map((NUM_INSTANCES) => ({ NUM_INSTANCES })),
      enabled: fc.constant(true),
    }),
    options: optionsOf,
    queues,
    shares: fc.constant([]),
    steps: steps(environments, false),
  });
};

/** Follows a trace: makes events of its steps and keeps the book on jobs as a host would. */
export class TraceHost {
  readonly waiting = new Map<string, string>();
  readonly running = new Map<string, number>();
  private now = 0;
  private submitted = 0;

  constructor(readonly trace: Trace) {}

  /** @returns what sets the pool up */
  *setUp(): Generator<PoolEvent> {
    for (const queue of this.trace.queues) yield { type: "queue", at: 0, queue };
    for (const one of this.trace.shares) yield { type: "share", at: 0, queue: "quota", share: one };
  }

  *events(): Generator<PoolEvent> {
    yield* this.setUp();
    for (const step of this.trace.steps) {
      const event = this.event(step);
      if (event !== undefined) yield event;
    }
  }

  /** Takes note of what the pool decided, and of jobs that the event itself ended. */
  note(event: PoolEvent, decisions: readonly Decision[]): void {
    if (event.type === "succeeded" || event.type === "terminate") this.forget(event.jobId);
    for (const decision of decisions) {
      const { jobId } = decision;
      if (decision.type === "dispatch") {
        this.waiting.delete(jobId);
        this.running.set(jobId, decision.run);
      } else if (decision.type === "requeue" || (decision.type === "preempt" && decision.then === "requeue")) {
        this.running.delete(jobId);
        this.waiting.set(jobId, jobId);
      } else if (decision.type === "preempt" || decision.type === "fail" || decision.type === "terminate") {
        this.forget(jobId);
      }
    }
  }

  private forget(jobId: string): void {
    this.waiting.delete(jobId);
    this.running.delete(jobId);
  }

  private event(step: Step): PoolEvent | undefined {
    this.now += step.kind === "tick" ? step.seconds * 1000 : step.kind === "submit" ? 0 : 1000;
    const at = this.now;
    const any = [...this.waiting.keys(), ...this.running.keys()];
    const picked = (ids: readonly string[], pick: number) => ids[pick % Math.max(1, ids.length)];
    switch (step.kind) {
      case "tick":
        return { type: "tick", at };
      case "environment":
        return { type: "environment", at, environment: step.environment };
      case "share":
        return { type: "share", at, queue: "quota", share: step.share };
      case "submit":
        return this.submission(step, at);
      case "updatePriority": {
        const jobId = picked(any, step.pick);
        return jobId === undefined ? undefined : { type: "updatePriority", at, jobId, priority: step.priority };
      }
      case "terminate": {
        const jobId = picked(any, step.pick);
        return jobId === undefined ? undefined : { type: "terminate", at, jobId };
      }
      case "started":
      case "end": {
        const jobId = picked([...this.running.keys()], step.pick);
        if (jobId === undefined) return undefined;
        const run = this.running.get(jobId) ?? 0;
        if (!("how" in step)) return { type: "started", at, jobId, run };
        if (step.how !== "failed") return { type: step.how, at, jobId, run };
        return { type: "failed", at, jobId, run, statusReason: REASONS[step.pick % 2] ?? "" };
      }
    }
  }

  private submission({ queue: number, share: shareNumber, job }: Extract<Step, { kind: "submit" }>, at: number) {
    const queue = this.trace.queues[number % this.trace.queues.length];
    if (queue === undefined) return undefined;
    this.submitted += 1;
    const id = `j${String(this.submitted)}`;
    this.waiting.set(id, id);
    const { demand, priority, attempts, preemptionRetries } = job;
    const evaluateOnExit = [{ onStatusReason: "*ValidationException*", action: "EXIT" as const }];
    const event: PoolEvent = {
      type: "submit",
      at,
      job: {
        id,
        queue: queue.name,
        ...(queue.policy.kind === "FIFO" ? {} : { share: SHARE_NAMES[shareNumber] }),
        demand,
        priority,
        ...(attempts === undefined ? {} : { retry: { attempts, evaluateOnExit } }),
        ...(preemptionRetries === undefined ? {} : { preemptionRetriesBeforeTermination: preemptionRetries }),
      },
    };
    return event;
  }
}
