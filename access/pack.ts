import { documentOf, type Grant, type PolicyDocument } from "./grant";

/**
 * IAM: characters of a managed policy, white space not counted, and managed policies of a role (before anybody asks for more).
 * Source: IAM User Guide, "IAM and AWS STS quotas".
 */
export const LONGEST_POLICY = 6144;
export const MOST_POLICIES = 10;

/** One statement that is longer than a policy. */
export class StatementTooLongError extends Error {
  constructor(
    readonly sid: string,
    readonly length: number,
  ) {
    super(`the statement ${sid} has ${length} characters; a managed policy has at most ${LONGEST_POLICY}`);
  }
}

/** @returns how long IAM finds a policy */
export const lengthOf = (document: PolicyDocument): number => JSON.stringify(document).length;

/**
 * Spreads statements over as few policies as they fit into, in order. A statement with more resources than fit, as that of
 * many training queues, becomes several.
 *
 * @throws StatementTooLongError when a statement does not fit even with one resource
 */
export function packed(grants: readonly Grant[]): PolicyDocument[] {
  const packs: Grant[][] = [[]];
  for (const grant of grants.filter(({ resources }) => resources.length > 0).flatMap(fitting)) {
    const last = packs.at(-1) ?? [];
    if (lengthOf(documentOf([...last, grant])) <= LONGEST_POLICY) last.push(grant);
    else packs.push([grant]);
  }
  return packs.filter((pack) => pack.length > 0).map(documentOf);
}

/** The statement in parts that each fit into a policy. */
function fitting(grant: Grant): Grant[] {
  if (lengthOf(documentOf([grant])) <= LONGEST_POLICY) return [grant];
  if (grant.resources.length < 2) throw new StatementTooLongError(grant.sid, lengthOf(documentOf([grant])));
  const half = Math.ceil(grant.resources.length / 2);
  const parts = [grant.resources.slice(0, half), grant.resources.slice(half)];
  return parts.flatMap((resources, index) => fitting({ ...grant, sid: `${grant.sid}${index + 1}`, resources }));
}
