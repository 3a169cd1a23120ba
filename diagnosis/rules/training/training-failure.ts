import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import type { Retry } from "../../finding";
import { valueOf } from "../../seen";
import { SOURCES } from "../words";

interface Told {
  readonly found: string;
  readonly todo: readonly string[];
  readonly retry: Retry;
}

/**
 * A rule about training jobs that have failed.
 *
 * @param tell is told all that AWS says
 */
export function trainingFailure(
  name: string,
  tell: (reason: string, facts: TrainingFacts) => Told | undefined,
): Rule<TrainingFacts> {
  return {
    name,
    source: SOURCES.training,
    check: (facts) => {
      const { job } = facts;
      if (job.status !== "FAILED") return undefined;
      const reasons = [job.statusReason, job.attempts?.at(-1)?.statusReason];
      const reason = [...new Set(reasons)].filter(Boolean).join("; ");
      const told = tell(reason, facts);
      if (told === undefined) return undefined;
      const allowed = job.retryStrategy?.attempts ?? 1;
      const which = allowed > 1 ? ` (attempt ${job.attempts?.length ?? 0} of ${allowed})` : "";
      const lines = valueOf(facts.lines) ?? [];
      return {
        verdict: "failed",
        lookedAt: "reason of the latest attempt",
        ...told,
        found: `${told.found}${which}`,
        ...(told.found.includes(reason) ? {} : { details: [`AWS says: ${reason}`] }),
        ...(lines.length === 0 ? {} : { lines }),
      };
    },
  };
}
