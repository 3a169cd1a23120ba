import { DapfError } from "../../errors";
import { shellWord } from "../../errors/shell-word";
import { isTainted, type PlannedChange, type PlanResult } from "./changes";
import type { HeldJobs } from "./held";
import { isStateful } from "./stateful";

/** A plan would delete or replace resources that hold state or jobs, and nobody has said that it may. */
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
        `The plan for ${environment} is refused: it ${why} what holds data, history, keys or jobs, and nothing has been changed.`,
        ...losses.map((loss) => {
          const { address, forcedBy } = loss;
          const forced = forcedBy === undefined ? "" : ` (${forcedBy.join(", ")} cannot change in place)`;
          const held = heldText(loss);
          return `  ${address}${forced}${held === undefined ? "" : `: ${held}`}`;
        }),
        ...(losses.some(hasJobs) ? [DRAIN] : []),
        `${ask}:`,
        ...losses.map(({ address }) => `  --allow-destroy ${shellWord(address)}`),
      ].join("\n"),
    );
  }
}

// UpdateJobQueue, state: "If the job queue state is DISABLED, new jobs can't be added to the queue, but jobs already in the
// queue can finish."
const DRAIN =
  "Jobs would be lost. Wait until they are over (dapf queues top), or drain first: declare state: DISABLED (of a compute " +
  "environment beside the new one, which comes first in its queues), deploy that, and come back when none is left.";

/** A plan would replace compute environments by others of the same name, which AWS Batch cannot do while queues name them. */
export class SameNameError extends DapfError {
  constructor(
    readonly environment: string,
    readonly replaced: readonly PlannedChange[],
  ) {
    super(
      [
        `The plan for ${environment} is refused: it replaces compute environments under the same name, and nothing has been changed.`,
        ...replaced.map(({ address, batch, forcedBy }) => {
          const forced = forcedBy === undefined ? "" : ` (${forcedBy.join(", ")} cannot change in place)`;
          return `  ${address}: ${batch?.name ?? ""}${forced}`;
        }),
        "AWS Batch takes no second environment of a name, and deletes none that a queue names. Give it another name: the new one " +
          "is created first, the queues move over to it, and the old one is deleted.",
      ].join("\n"),
    );
  }
}

/** What a plan may delete or replace although it holds state. */
export type AllowDestroy = readonly string[] | "everything";

/** @returns the changes that delete or replace a resource that holds state or jobs. */
function statefulLosses(changes: readonly PlannedChange[]): PlannedChange[] {
  return changes.filter((change) => isLoss(change) && (isStateful(change) || losesJobs(change)));
}

/**
 * A tainted resource is replaced because its creation never came to an end, as after an interrupt: nothing was in it yet.
 */
function isLoss(change: PlannedChange): boolean {
  return change.action === "delete" || (change.action === "replace" && !isTainted(change));
}

/** Whether there are jobs in what goes, or nobody knows it; but for an environment that its jobs outlive. */
function losesJobs(change: PlannedChange): boolean {
  const { batch, held } = change;
  if (batch === undefined || held === undefined) return false;
  return "unknown" in held || (hasJobs(change) && !(movesOver(change) && outlive(held)));
}

/**
 * Whether the jobs on a compute environment outlive it. DeleteComputeEnvironment: "Compute environments that use AWS Fargate
 * resources must terminate all active jobs on that compute environment before deleting the compute environment"; of those
 * with instances AWS does not say that they wait for jobs (rule E14), so that a job has to be tried again.
 */
function outlive({ running, onFargate, triedAgain = 0 }: Exclude<HeldJobs, { unknown: string }>): boolean {
  return onFargate !== true && triedAgain === running;
}

function hasJobs({ held }: PlannedChange): boolean {
  return held !== undefined && !("unknown" in held) && held.running + held.waiting > 0;
}

/** @returns whether a compute environment is replaced by one of another name, to which its queues move */
export function movesOver({ action, batch }: PlannedChange): boolean {
  const isReplaced = action === "replace" && batch?.kind === "compute environment" && batch.createsFirst;
  return isReplaced && batch.nextName !== batch.name;
}

/** @returns `job queue lab-cpu, 3 jobs run, 5 wait`; undefined of what holds no jobs by its nature */
export function heldText({ batch, held }: PlannedChange): string | undefined {
  if (batch === undefined || held === undefined) return undefined;
  return `${batch.kind} ${batch.name}, ${jobsText(held)}`;
}

function jobsText(held: HeldJobs): string {
  if ("unknown" in held) return `whose jobs could not be looked at: ${held.unknown}`;
  const { running, waiting, onFargate, triedAgain = running } = held;
  if (running + waiting === 0) return "no jobs in it";
  const run = running === 0 ? "no job runs" : amountText(running, "job runs", "jobs run");
  const lost = running - triedAgain;
  if (waiting > 0) return `${run}, ${amountText(waiting, "waits", "wait")}`;
  if (onFargate === true || lost === 0) return run;
  return `${run}, ${amountText(lost, "is", "are")} not tried again when the instances go`;
}

const amountText = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

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
 * @throws StatefulLossError, SameNameError
 */
export function checkLosses({ environment, destroy, losses, changes }: PlanResult, confirmed: boolean): void {
  const replaced = changes.filter(isUnderOneName);
  if (replaced.length > 0) throw new SameNameError(environment, replaced);
  if (losses.length === 0 || (destroy && confirmed)) return;
  throw new StatefulLossError(environment, destroy, losses);
}

/** No flag allows what AWS Batch refuses. */
function isUnderOneName(change: PlannedChange): boolean {
  const { action, batch } = change;
  if (action !== "replace" || isTainted(change) || batch?.kind !== "compute environment") return false;
  return batch.nextName === batch.name;
}

function isInModule(address: string, module: string): boolean {
  return /^module\.[^.]+(\.module\.[^.]+)*$/.test(module) && address.startsWith(`${module}.`);
}
