import type { Journal } from "./journal";
import { backoff, type EvenRate, type Time } from "./pace";
import type { PlannedJob } from "./planned-job";
import { ServiceJobCallError, type ServiceJobs } from "./service-jobs";

/** Marks a job with the token of its submission, so that it can be found after an answer was lost. */
export const TOKEN_TAG = "dapf-submission";

// The clock of this machine may be that much ahead of the service's.
const CLOCK_SKEW = 5 * 60_000;
const MOST_FAILURES = 12;

export interface SubmitWorld {
  readonly api: ServiceJobs;
  readonly journal: Journal;
  readonly rate: EvenRate;
  readonly time: Time;
  /** 0 to 1. */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  /** Called before an attempt is repeated. */
  readonly onRetry?: (job: string, reason: string) => void;
}

/**
 * Submits one job exactly once, however often its answer is lost, and whichever process has tried before.
 *
 * The journal says that a call will be made before it is made. A call whose outcome is not known is settled by looking
 * for the job; only when there is none it is repeated, with the same token, by which AWS Batch knows it again.
 * Source: SubmitServiceJob, clientToken: two requests with identical payload and token are the same request.
 *
 * @returns the id; undefined when the signal has aborted before the job was submitted
 * @throws ServiceJobCallError when AWS Batch refuses the job, or does not take it after many attempts
 */
export async function submitOnce(job: PlannedJob, world: SubmitWorld): Promise<string | undefined> {
  const { journal, rate, time, signal } = world;
  const isStopped = () => signal?.aborted === true;
  let isUnclear = journal.calls.has(job.name);
  for (let failures = 0; ;) {
    const known = isUnclear ? await findSubmitted(job, world) : undefined;
    if (known !== undefined) return kept(journal, job, known);
    await rate.turn(signal);
    if (isStopped()) return undefined;
    if (!journal.calls.has(job.name)) journal.willCall(job.name, time.now());
    try {
      return kept(journal, job, await send(job, world));
    } catch (error) {
      if (!(error instanceof ServiceJobCallError)) throw error;
      if (error.outcome === "refused") {
        // AWS does not say how it refuses a token that it has seen, so every refusal of a repeated call may be one.
        const before = isUnclear ? await findSubmitted(job, world) : undefined;
        if (before !== undefined) return kept(journal, job, before);
        throw error;
      }
      isUnclear ||= error.outcome === "unclear";
      failures += 1;
      // Throttling passes; a service that does not answer at all may not.
      if (failures >= MOST_FAILURES && error.outcome === "unclear") throw error;
      world.onRetry?.(job.name, error.reason);
      await time.sleep(backoff(failures, world.random), signal);
      if (isStopped()) return undefined;
    }
  }
}

function send(job: PlannedJob, { api, journal }: SubmitWorld): Promise<string> {
  const clientToken = journal.token(job.name);
  const tags = { ...job.request.tags, [TOKEN_TAG]: clientToken };
  return api.submit({ ...job.request, tags, clientToken });
}

function kept(journal: Journal, job: PlannedJob, id: string): string {
  journal.submitted(job.name, id);
  return id;
}

/** The job that has this submission's tag; the list has no tags, so that those of its name are looked at one by one. */
async function findSubmitted(job: PlannedJob, world: SubmitWorld): Promise<string | undefined> {
  const { api, journal } = world;
  const token = journal.token(job.name);
  const since = (journal.calls.get(job.name) ?? 0) - CLOCK_SKEW;
  const query = { queue: job.request.jobQueue, filter: { name: "JOB_NAME", value: job.name } } as const;
  return repeated(world, async () => {
    for await (const { jobId, createdAt = since } of api.list(query)) {
      // The list begins with the newest.
      if (createdAt < since) return undefined;
      if (jobId === undefined) continue;
      const found = await api.describe(jobId);
      if (found?.tags?.[TOKEN_TAG] === token) return jobId;
    }
    return undefined;
  });
}

/** Repeats a call without effects until it is answered. */
async function repeated<T>({ time, random, signal }: SubmitWorld, call: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await call();
    } catch (error) {
      const passes = error instanceof ServiceJobCallError && error.outcome !== "refused";
      if (!passes || failures >= MOST_FAILURES || signal?.aborted === true) throw error;
      await time.sleep(backoff(failures, random), signal);
    }
  }
}
