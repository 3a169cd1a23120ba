/** How a job has failed, and what rules about it share. */
import type { JobDetail } from "@aws-sdk/client-batch";
import type { Finding, Retry, Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";

export interface Failure {
  /** All that AWS says: of the container and of the job. */
  readonly reason: string;
  /** Of the container alone, which says most. */
  readonly ofContainer: string | undefined;
  readonly exitCode: number | undefined;
  /** `attempt 2 of 3`; undefined of the only one. */
  readonly attempt: string | undefined;
  readonly lines: readonly string[];
}

/** @returns undefined of a job that has not failed */
export function failureOf({ job, lines }: JobFacts): Failure | undefined {
  if (job.status !== "FAILED") return undefined;
  const { attempts = [], retryStrategy, container, statusReason } = job;
  const last = attempts.at(-1);
  const ofContainer = last?.container?.reason ?? container?.reason;
  const reasons = [ofContainer, statusReason, last?.statusReason];
  const allowed = retryStrategy?.attempts ?? 1;
  return {
    reason: [...new Set(reasons)].filter(Boolean).join("; "),
    ofContainer,
    exitCode: last?.container?.exitCode ?? container?.exitCode,
    attempt: allowed > 1 || attempts.length > 1 ? `attempt ${attempts.length} of ${allowed}` : undefined,
    lines: valueOf(lines) ?? [],
  };
}

type Told = Omit<Finding, "verdict" | "lookedAt" | "retry"> & { readonly retry: Retry };

/**
 * A rule about jobs that have failed.
 *
 * @param tell what is to be said; undefined when it is not this
 */
export function failureRule(
  name: string,
  source: string,
  tell: (failure: Failure, facts: JobFacts) => Told | undefined,
): Rule<JobFacts> {
  return {
    name,
    source,
    check: (facts) => {
      const failure = failureOf(facts);
      const told = failure && tell(failure, facts);
      if (failure === undefined || told === undefined) return undefined;
      const { ofContainer = "" } = failure;
      const isTold = ofContainer === "" || told.found.includes(ofContainer);
      const which = failure.attempt === undefined ? "" : ` (${failure.attempt})`;
      return {
        verdict: "failed",
        lookedAt: "reason and exit code of the latest attempt",
        ...told,
        found: `${told.found}${which}`,
        ...(isTold ? {} : { details: [`AWS says: ${ofContainer}`] }),
      };
    },
  };
}

/** @returns the text with a variable `memory` in MiB of what the job may have */
export function memoryOf({ container }: JobDetail): number | undefined {
  const wanted = container?.resourceRequirements?.find(({ type }) => type === "MEMORY")?.value;
  return wanted === undefined ? container?.memory : Number(wanted);
}

export const IS_PULL = /CannotPull(ECR)?Container(Error)?|failed to resolve ref|pull access denied/;

/** Of a retry that AWS makes by itself. */
export const retryOn = (what: string): string =>
  `let AWS Batch try again: retryStrategy {"attempts": 3, "evaluateOnExit": [${what}]}`;
