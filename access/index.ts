/** Policies for people and pipelines (docs/security.md): what each needs to work with one environment, and why. Pure. */
import { boundaryDocument } from "./boundary";
import { deployerGrants, plannerGrants } from "./deploying";
import type { Grant, PolicyDocument, Purpose } from "./grant";
import { viewerGrants } from "./looking";
import { packed } from "./pack";
import { runnerGrants } from "./running";
import type { Scope } from "./scope";
import { submitterGrants } from "./submitting";

export { boundaryGrants } from "./boundary";
export {
  type Conditions,
  documentOf,
  type Grant,
  type PolicyDocument,
  type PolicyStatement,
  type Purpose,
  PURPOSES,
} from "./grant";
export { lengthOf, LONGEST_POLICY, MOST_POLICIES } from "./pack";
export { teamGrants, teamPolicies } from "./teams";
export { boundaryName, boundaryOf, type Scope, scopeOf } from "./scope";

const BY_PURPOSE: Readonly<Record<Purpose, (scope: Scope) => Grant[]>> = {
  deployer: deployerGrants,
  planner: plannerGrants,
  runner: runnerGrants,
  submitter: submitterGrants,
  viewer: viewerGrants,
};

/** A managed policy of one purpose. */
export interface AccessPolicy {
  /** `<prefix>-access-deployer-2` */
  readonly name: string;
  readonly document: PolicyDocument;
}

/** @returns the statements that somebody needs for a purpose, with their reasons */
export function grantsFor(scope: Scope, purpose: Purpose): Grant[] {
  return BY_PURPOSE[purpose](scope).filter(({ resources }) => resources.length > 0);
}

/** @returns the same as managed policies, none of them longer than IAM takes; the first has no number */
export function policiesFor(scope: Scope, purpose: Purpose): AccessPolicy[] {
  return packed(grantsFor(scope, purpose)).map((document, index) => ({
    name: `${scope.prefix}-access-${purpose}${index === 0 ? "" : `-${index + 1}`}`,
    document,
  }));
}

/** @returns the policy that bounds the roles of the stack */
export const boundaryFor = (scope: Scope): PolicyDocument => boundaryDocument(scope);
