/** What the rules about the size of a job share: which environments could never take it, and for what. */
import type { ComputeEnvironmentDetail } from "@aws-sdk/client-batch";
import { candidatesOf, type Misfit, type Resources } from "../../../scheduling";
import { demandsOf, enabledIn, misfitOf } from "../../capacity";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";

export interface Misfits {
  readonly demand: Resources;
  readonly environments: readonly ComputeEnvironmentDetail[];
  /** In the order of the environments. */
  readonly kinds: readonly Misfit["kind"][];
}

/** @returns undefined when an environment could take the job, or none is enabled, which other rules are about */
export function misfitsOf(facts: JobFacts): Misfits | undefined {
  const environments = enabledIn(valueOf(facts.environments) ?? []);
  const demands = demandsOf(facts.job);
  const [demand] = demands;
  if (demand === undefined || environments.length === 0) return undefined;
  const kinds = environments.flatMap((environment) => misfitOf(environment, demands)?.kind ?? []);
  return kinds.length < environments.length ? undefined : { demand, environments, kinds };
}

/** The most of a resource that an instance of these environments has for jobs. */
export function mostOf(environments: readonly ComputeEnvironmentDetail[], resource: keyof Resources): number {
  const types = environments.flatMap(({ computeResources }) => computeResources?.instanceTypes ?? []);
  return Math.max(0, ...candidatesOf(types, "BEST_FIT").map((candidate) => candidate[resource]));
}

/** The instance types of the environments, as they are written there. */
export const typesOf = (environments: readonly ComputeEnvironmentDetail[]): string[] => [
  ...new Set(environments.flatMap(({ computeResources }) => computeResources?.instanceTypes ?? [])),
];
