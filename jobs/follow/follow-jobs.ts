import type { JobDetail } from "@aws-sdk/client-batch";
import { type BatchCalls, named } from "../batch";
import { type Time, withRetry } from "../rate";

/** What is known of a followed job. */
export interface JobState {
  readonly name: string;
  readonly id: string;
  /** Of AWS Batch; `VANISHED` when the service does not know the job (any more). */
  readonly status: string;
  readonly reason: string | undefined;
  readonly exitCode: number | undefined;
  readonly logStream: string | undefined;
}

export interface FollowOptions {
  readonly calls: Pick<BatchCalls, "describeJobs">;
  /** Name -> id. */
  readonly ids: ReadonlyMap<string, string>;
  readonly time: Time;
  readonly signal: AbortSignal;
  /** Called for each change of a status, the first one included; resolves before the next look. */
  readonly onChange: (state: JobState) => Promise<void> | void;
}

export interface Followed {
  /** In the order of the ids. */
  readonly states: readonly JobState[];
  /** Whether it ended because of the signal. */
  readonly interrupted: boolean;
}

// DescribeJobs: "A list of up to 100 job IDs."
const DESCRIBED_AT_ONCE = 100;
/** Milliseconds between two looks: short after a change, longer while nothing happens. */
const SHORTEST = 500;
const LONGEST = 15_000;
/** Looks in a row in which a job may be missing: lists are eventually consistent. */
const MISSING_LOOKS = 5;

/**
 * Follows jobs until all are over or the signal says stop. Jobs that are over are not asked for again.
 *
 * @throws JobCallError when AWS does not answer for longer than all retries
 */
export async function followJobs({ calls, ids, time, signal, onChange }: FollowOptions): Promise<Followed> {
  const states = new Map<string, JobState>();
  const missing = new Map<string, number>();
  for (let pause = SHORTEST; ;) {
    const open = [...ids].filter(([, id]) => !isOver(states.get(id)));
    const details = await describe(
      calls,
      open.map(([, id]) => id),
      time,
    );
    let hasChanged = false;
    for (const [name, id] of open) {
      const detail = details.get(id);
      if (detail === undefined) missing.set(id, (missing.get(id) ?? 0) + 1);
      else missing.delete(id);
      if (detail === undefined && (missing.get(id) ?? 0) < MISSING_LOOKS) continue;
      const state = stateOf(name, id, detail);
      if (states.get(id)?.status === state.status) continue;
      states.set(id, state);
      hasChanged = true;
      await onChange(state);
    }
    const found = [...ids.values()].flatMap((id) => states.get(id) ?? []);
    if (found.length === ids.size && found.every(isOver)) return { states: found, interrupted: false };
    pause = hasChanged ? SHORTEST : Math.min(pause * 1.5, LONGEST);
    if (!signal.aborted) await sleepUnless(signal, pause, time);
    if (signal.aborted) return { states: found, interrupted: true };
  }
}

const isOver = (state: JobState | undefined): boolean =>
  state !== undefined && ["SUCCEEDED", "FAILED", "VANISHED"].includes(state.status);

async function describe(
  calls: FollowOptions["calls"],
  ids: readonly string[],
  time: Time,
): Promise<Map<string, JobDetail>> {
  const found = new Map<string, JobDetail>();
  for (let start = 0; start < ids.length; start += DESCRIBED_AT_ONCE) {
    const jobs = ids.slice(start, start + DESCRIBED_AT_ONCE);
    const answer = await named("DescribeJobs", () => withRetry(() => calls.describeJobs({ jobs }), time));
    for (const job of answer.jobs ?? []) found.set(job.jobId ?? "", job);
  }
  return found;
}

function stateOf(name: string, id: string, detail: JobDetail | undefined): JobState {
  if (detail === undefined) {
    const reason = "AWS Batch does not know the job";
    return { name, id, status: "VANISHED", reason, exitCode: undefined, logStream: undefined };
  }
  const { status = "SUBMITTED", statusReason, container, attempts = [] } = detail;
  const last = attempts.at(-1)?.container;
  return {
    name,
    id,
    status,
    reason: container?.reason ?? statusReason,
    exitCode: container?.exitCode ?? last?.exitCode,
    logStream: container?.logStreamName ?? last?.logStreamName,
  };
}

async function sleepUnless(signal: AbortSignal, milliseconds: number, time: Time): Promise<void> {
  let wake: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => (wake = resolve));
  signal.addEventListener("abort", wake, { once: true });
  await Promise.race([time.sleep(milliseconds), aborted]);
  signal.removeEventListener("abort", wake);
}
