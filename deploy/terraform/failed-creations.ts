import type { PlannedChange } from "../plan/changes";

/** Terraform's words for a resource whose creation it could not see through to the end. */
const TAINTED = ["tainted", "replace_because_tainted"];

/**
 * Finds resources behind Cloud Control that Terraform would make anew because their creation was interrupted or took too
 * long. AWS has made them all the same (one that it has not is planned as a creation), and two of a name cannot be: a
 * replacement that creates first, as that of a service environment must, would be refused (`AlreadyExists`) for ever.
 *
 * @returns the addresses of those that are to be kept
 */
export function finishedCreations(changes: readonly PlannedChange[]): string[] {
  return changes
    .filter(({ type, action, reason }) => {
      return type === "aws_cloudcontrolapi_resource" && action === "replace" && TAINTED.includes(reason ?? "");
    })
    .map(({ address }) => address);
}
