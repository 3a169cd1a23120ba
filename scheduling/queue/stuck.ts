import type { Environment } from "./environment";
import type { Job } from "./job";
import { stuckTexts, type StuckText } from "./reasons";

/**
 * Why the job at a front can never be placed (rule R4), or could not be provisioned (rule R5).
 * The environment is looked at first, which AWS does not say.
 *
 * @param misfit what is wrong with it in its quota share
 */
export function stuckText(job: Job, environment: Environment, misfit?: string): StuckText | undefined {
  if (!environment.couldFit(job.needs)) {
    return { reason: "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE", text: stuckTexts.environment };
  }
  if (misfit !== undefined) {
    return { reason: "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED", text: misfit };
  }
  if (job.lacksInstances) return { reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", text: stuckTexts.capacity };
  return undefined;
}
