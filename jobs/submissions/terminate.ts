import type { BatchCalls } from "../batch";
import { realTime, type Time, TokenBucket, withRetry } from "../rate";

/**
 * Ends jobs: those that run are stopped, those that wait are cancelled; those that are over stay as they are.
 *
 * @param reason what the jobs' status says then
 * @returns the ids that could not be ended, with the reason
 */
export async function terminateAll(
  calls: Pick<BatchCalls, "terminateJob">,
  ids: readonly string[],
  reason: string,
  rate: number,
  time: Time = realTime,
): Promise<Map<string, string>> {
  const bucket = new TokenBucket(rate, 1, time);
  const failed = new Map<string, string>();
  await Promise.all(
    ids.map(async (jobId) => {
      try {
        await withRetry(async () => {
          await bucket.take();
          return calls.terminateJob({ jobId, reason });
        }, time);
      } catch (error) {
        failed.set(jobId, error instanceof Error ? error.message : String(error));
      }
    }),
  );
  return failed;
}
