import { isTainted, type PlannedChange } from "./changes";
import { CLOUD_CONTROL } from "./stateful";

/**
 * Finds resources behind Cloud Control that Terraform would make anew because their creation was interrupted or took too
 * long. AWS has made them all the same (one that it has not is planned as a creation), and two of a name cannot be: a
 * replacement that creates first, as that of a service environment must, would be refused (`AlreadyExists`) for ever.
 *
 * @returns the addresses of those that are to be kept
 */
export function finishedCreations(changes: readonly PlannedChange[]): string[] {
  return changes.filter((change) => change.type === CLOUD_CONTROL && isTainted(change)).map(({ address }) => address);
}
