import { ServicePool, type Decision, type PoolEvent } from "../scheduling";
import { ReferencePool } from "../test/scheduling/reference";
import type { Claim } from "./claim";
import { sideBySide, stopwatch, type Time } from "./measure";

// AWS Batch: at most 20 quota shares a queue.
const SHARES = 20;
const WAITING = 10_000;
const EVENTS = 100_000;
const TYPE = "ml.g5.xlarge";

interface Pool {
  handle(event: PoolEvent): Decision[];
}

type Kind = "QUOTA_SHARE" | "FAIR_SHARE";

/** Events that the scheduling engine handles in a full queue, beside the naive model of the tests. */
export async function schedulingClaims(): Promise<Claim[]> {
  const engine = (kind: Kind) => handleEvents(kind, setUp(kind, new ServicePool(environment(kind))), EVENTS);
  const [quota, fair] = await sideBySide(
    5,
    () => engine("QUOTA_SHARE"),
    () => engine("FAIR_SHARE"),
  );
  // One event takes the model longer than thousands take the engine.
  const model = setUp("QUOTA_SHARE", new ReferencePool(environment("QUOTA_SHARE")));
  const faster = handleEvents("QUOTA_SHARE", model, 20).cpuSeconds / 20 / (quota.cpuSeconds / EVENTS);
  const where = `${SHARES} shares, ${WAITING.toLocaleString("en-US")} waiting jobs`;
  const events = { count: EVENTS, things: "events" };
  return [
    { claim: `scheduling, quota shares: ${where}`, time: quota, ...events, atLeast: 55_000 },
    { claim: `scheduling, fair share: ${where}`, time: fair, ...events, atLeast: 75_000 },
    {
      claim: "  against the reference model of the tests, quota shares",
      measured: `${Math.round(faster).toLocaleString("en-US")} times as fast`,
      goal: "faster, and agrees",
      met: faster > 1,
    },
  ];
}

function environment(kind: Kind) {
  return { capacity: { [kind === "QUOTA_SHARE" ? TYPE : "NUM_INSTANCES"]: 4 * SHARES }, enabled: true };
}

/** Every other share borrows, every third preempts; the jobs that wait are of all sizes and priorities. */
function setUp<P extends Pool>(kind: Kind, pool: P): P {
  const policy =
    kind === "QUOTA_SHARE"
      ? { kind }
      : { kind, shareDecaySeconds: 3600, computeReservation: 0, weights: { share0: 0.5 } };
  pool.handle({ type: "queue", at: 0, queue: { name: "queue", priority: 1, enabled: true, policy } });
  for (let i = 0; kind === "QUOTA_SHARE" && i < SHARES; i += 1) {
    const strategy = i % 2 === 0 ? ("LEND_AND_BORROW" as const) : ("LEND" as const);
    const share = {
      name: `share${i}`,
      capacity: { [TYPE]: 4 },
      strategy,
      inSharePreemption: i % 3 === 0,
      enabled: true,
    };
    pool.handle({ type: "share", at: 0, queue: "queue", share });
  }
  return pool;
}

/** In a full queue a job ends, another is dispatched for it, and a new one is submitted: what so many events take. */
function handleEvents(kind: Kind, pool: Pool, events: number): Time {
  const runs: { readonly jobId: string; readonly run: number }[] = [];
  /** The latest run of a job that was preempted. */
  const preempted = new Map<string, number>();
  let submitted = 0;
  let at = 0;
  const handle = (event: PoolEvent) => {
    for (const decision of pool.handle(event)) {
      if (decision.type === "dispatch") runs.push({ jobId: decision.jobId, run: decision.run });
      if (decision.type === "preempt") preempted.set(decision.jobId, decision.run);
    }
  };
  const submit = () => {
    const n = submitted;
    submitted += 1;
    const job = {
      id: `job${n}`,
      queue: "queue",
      share: `share${n % SHARES}`,
      demand: { [TYPE]: 1 + (n % 3) },
      priority: (n * 7) % 5,
    };
    handle({ type: "submit", at, job });
  };
  // The naive model would take minutes to fill: the environment is closed meanwhile.
  const capacity = environment(kind).capacity;
  handle({ type: "environment", at, environment: { capacity, enabled: false } });
  while (submitted < WAITING) submit();
  handle({ type: "environment", at, environment: { capacity, enabled: true } });

  const time = stopwatch();
  let handled = 0;
  let next = 0;
  while (handled < events) {
    at += 10;
    const run = runs[next];
    next += 1;
    if (run !== undefined && run.run > (preempted.get(run.jobId) ?? 0)) {
      handle({ type: "succeeded", at, ...run });
      handled += 1;
    }
    submit();
    handled += 1;
  }
  return time();
}
