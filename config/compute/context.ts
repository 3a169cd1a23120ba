import { placeIn, type Place } from "../../aws/place";
import type { Environment } from "../environment";
import { policyOf, type JobPolicy } from "../job-policy";
import { environmentTags } from "../tags";

/** Where shared compute will be, and what holds for all of it. */
export interface ComputeContext extends Place {
  /** What names begin with that the file does not give. */
  readonly prefix: string;
  /** Tags that everything in the environment carries. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the environment allows its jobs. */
  readonly policy: JobPolicy;
}

/** @returns the context of an environment */
export function computeContext(environment: Environment): ComputeContext {
  const { settings, prefix } = environment;
  return {
    ...placeIn(settings.region, settings.account_number),
    prefix,
    tags: environmentTags(settings),
    policy: policyOf(environment),
  };
}
