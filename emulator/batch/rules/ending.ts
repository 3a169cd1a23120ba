import { LONGEST_REASON } from "../../../aws/batch/limits";
import { InvalidRequest } from "../plumbing/errors";

/** What every call that ends a job needs to say: which one, and why. */
export function requireEnding(jobId: string, reason: string): void {
  if (jobId === "") throw new InvalidRequest("jobId is required.");
  if (reason === "") throw new InvalidRequest("reason is required.");
  if (reason.length <= LONGEST_REASON) return;
  throw new InvalidRequest(`reason must have at most ${LONGEST_REASON} characters.`);
}
