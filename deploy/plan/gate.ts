import { DapfError } from "../../errors";
import { shellWord } from "../../errors/shell-word";
import { isTainted, type PlannedChange, type PlanResult } from "./changes";
import { isStateful } from "./stateful";

/** A plan would delete or replace resources that hold state, and nobody has said that it may. */
export class StatefulLossError extends DapfError {
  constructor(
    readonly environment: string,
    /** Whether the plan was for taking the environment down. */
    readonly destroy: boolean,
    readonly losses: readonly PlannedChange[],
  ) {
    const why = destroy ? "would destroy" : "would delete or replace";
    const ask = destroy
      ? "Leave out --auto-approve to be asked about this list, or name each resource or its module"
      : "If it may, name each";
    super(
      [
        `The plan for ${environment} is refused: it ${why} what holds data, history or keys, and nothing has been changed.`,
        ...losses.map(({ address, forcedBy }) => {
          return `  ${address}${forcedBy === undefined ? "" : ` (${forcedBy.join(", ")} cannot change in place)`}`;
        }),
        `${ask}:`,
        ...losses.map(({ address }) => `  --allow-destroy ${shellWord(address)}`),
      ].join("\n"),
    );
  }
}

/** What a plan may delete or replace although it holds state. */
export type AllowDestroy = readonly string[] | "everything";

/** @returns the changes that delete or replace a resource that holds state. */
function statefulLosses(changes: readonly PlannedChange[]): PlannedChange[] {
  return changes.filter((change) => isLoss(change) && isStateful(change));
}

/**
 * A tainted resource is replaced because its creation never came to an end, as after an interrupt: nothing was in it yet.
 */
function isLoss(change: PlannedChange): boolean {
  return change.action === "delete" || (change.action === "replace" && !isTainted(change));
}

/**
 * @param allowed addresses of resources that may go; when an environment is taken down also of modules, with all in them
 * @returns the losses that are not allowed
 */
export function unallowedLosses(
  changes: readonly PlannedChange[],
  allowed: AllowDestroy,
  destroy: boolean,
): PlannedChange[] {
  if (allowed === "everything") return [];
  const covers = (one: string, address: string) => one === address || (destroy && isInModule(address, one));
  return statefulLosses(changes).filter(({ address }) => !allowed.some((one) => covers(one, address)));
}

/**
 * The gate before an apply. A deploy passes only without losses; a run that takes an environment down also passes when
 * somebody confirms the list of them.
 *
 * @param confirmed whether somebody is going to be shown the list and asked
 * @throws StatefulLossError
 */
export function checkLosses({ environment, destroy, losses }: PlanResult, confirmed: boolean): void {
  if (losses.length === 0 || (destroy && confirmed)) return;
  throw new StatefulLossError(environment, destroy, losses);
}

function isInModule(address: string, module: string): boolean {
  return /^module\.[^.]+(\.module\.[^.]+)*$/.test(module) && address.startsWith(`${module}.`);
}
