import type { Environment } from "../../../config/environment";
import type { JobPolicy } from "./limits";

export { endlessProblems, type Governed, type JobPolicy, limitProblems, tagProblems } from "./limits";

/** @returns the policy of an environment; one that allows everything when it has none */
export function policyOf({ file, settings }: Environment): JobPolicy {
  return { file, limits: settings.limits ?? {}, requiredTags: settings.required_tags ?? [] };
}
