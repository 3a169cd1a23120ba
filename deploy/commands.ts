import { DapfError, EXIT_USAGE } from "../errors";
import { isEmbedded } from "../config/embedded";
import { nearestHint } from "../config/nearest";
import type { Lock } from "../locks";
import { namingPermissions } from "./permissions";
import type { PlanResult } from "./plan/changes";
import { checkLosses, unallowedLosses } from "./plan/gate";
import { withHeldJobs } from "./plan/held-jobs";
import { readSavedPlan, savePlan } from "./plan/saved";
import { fileDigests } from "./plan/seal";
import type { SynthResult } from "./stack/events";
import { deletedGroups, deleteModelPackages, deletesGroups } from "./stack/model-packages";
import { openExistingStack, openFreshStack, type OpenStack, type StackOptions } from "./stack/open";
import type { ApplyResult, OutputValue, StackRun } from "./stack/run";
import { inRunFolder, type RunFolder } from "./stack/run-folder";
import { synthesize } from "./stack/synth";
import { inSynthTurn, inTurn } from "./stack/turn";

/** The user saw the plan and said no. */
export class NotApprovedError extends DapfError {
  constructor(readonly environment: string) {
    super(`Not approved: ${environment} is as it was.`);
  }
}

/** The state has no outputs: nothing was deployed. */
export class NotDeployedError extends DapfError {
  constructor(
    readonly environment: string,
    /** Whether it was looked for on the embedded AWS. */
    readonly embedded: boolean,
  ) {
    const where = embedded ? " on the embedded AWS" : "";
    const command = `npx dapf deploy ${environment}${embedded ? " --local" : ""}`;
    super(`${environment} has no outputs${where}: deploy it first (${command}).`);
  }
}

/** There is no output of that name. */
export class UnknownOutputError extends DapfError {
  override readonly exitCode = EXIT_USAGE;

  constructor(
    readonly output: string,
    readonly known: readonly string[],
  ) {
    const hint = nearestHint(output, known, "output");
    super(`There is no output ${output} (there are: ${known.join(", ")})${hint === undefined ? "" : `; ${hint}`}`);
  }
}

/**
 * Decides about a plan that has changes.
 *
 * @param details renders the plan with all values
 */
export type Approve = (plan: PlanResult, details: () => Promise<string>) => Promise<boolean>;

export interface PlanCommandOptions extends StackOptions {
  readonly destroy: boolean;
  /** Whether to show the plan with all values, too. */
  readonly details: boolean;
  /** Absolute path of a file to save the plan in. @default it is not saved */
  readonly out?: string | undefined;
}

export interface ApplyCommandOptions extends StackOptions {
  readonly destroy: boolean;
  /** Asks for consent; without it the plan is applied at once. */
  readonly approve: Approve | undefined;
  /** Whether the values of the outputs are wanted even when there is nothing to apply. */
  readonly outputs: boolean;
  /** Absolute path of a saved plan to apply instead of making one. */
  readonly savedPlan?: string | undefined;
}

/** What a deploy or destroy did; `applied` is absent when there was nothing to do. */
export interface ApplyCommandResult {
  readonly plan: PlanResult;
  readonly applied: ApplyResult | undefined;
  readonly outputs: Readonly<Record<string, OutputValue>>;
}

/**
 * Synthesizes for plain `cdktf` and `terraform`: into `cdktf.out`, which no other command of dapf reads or writes.
 *
 * @throws SynthError, LockedError, WaitInterruptedError, InterruptedError
 */
export function synthesizeEnvironment(options: StackOptions): Promise<SynthResult> {
  return inSynthTurn(options, () => synthesize(options));
}

/**
 * Synthesizes and plans. A plan for taking the environment down is only a look, and passes whatever it deletes.
 *
 * @throws StatefulLossError, SynthError, UnknownModuleError, PermissionMissingError, TerraformFailedError, TerraformMissingError,
 *   InterruptedError
 */
export function planEnvironment(options: PlanCommandOptions): Promise<PlanResult> {
  const act = async (folder: RunFolder) => {
    const { run, targets } = await openFreshStack(options, { folder });
    const plan = await run.plan({ ...planOptions(options, targets), attributes: true });
    if (options.details && plan.hasChanges) options.emit({ type: "plan-details", text: await run.details() });
    checkLosses(plan, true);
    if (options.out !== undefined) savePlan(run.planFile, options.out, plan, run.seal);
    return plan;
  };
  return namingPermissions(options.environment, "planner", () => inRunFolder({ ...options, command: "plan" }, act));
}

/**
 * Synthesizes, plans, asks for consent, and applies exactly that plan. Also takes an environment down, with `destroy`. A
 * saved plan is applied as it is, if it was made from the same code.
 *
 * @throws LockedError, WaitInterruptedError, NotApprovedError, StatefulLossError, SavedPlanError, ChangedSincePlanError, StalePlanError,
 *   ModelPackagesError and what `planEnvironment` throws
 */
export function applyEnvironment(options: ApplyCommandOptions): Promise<ApplyCommandResult> {
  const command = options.destroy ? "destroy" : "deploy";
  const act = (lock: Lock) =>
    inRunFolder({ ...options, command }, async (folder) => {
      const opened = await openFreshStack(options, { folder, lock });
      return applyIn(options, opened, lock);
    });
  return namingPermissions(options.environment, "deployer", () => inTurn(options, command, act));
}

async function applyIn(options: ApplyCommandOptions, opened: OpenStack, lock: Lock): Promise<ApplyCommandResult> {
  const { run } = opened;
  const { environment, parallelism } = options;
  const plan = await planToApply(options, opened);
  checkLosses(plan, options.approve !== undefined);
  if (!plan.hasChanges) return { plan, applied: undefined, outputs: await outputsIfWanted(run, options) };
  if (options.approve !== undefined) {
    lock.tell("waits for an answer");
    if (!(await options.approve(plan, () => run.details()))) throw new NotApprovedError(environment);
  }
  lock.tell("applies its plan");
  await emptyGroups(options, run, plan);
  const applied = await run.apply(plan, parallelism);
  const outputs = Object.entries(applied.outputs).map(([name, { sensitive, value }]): [string, OutputValue] => {
    return [name, { sensitive, value }];
  });
  return { plan, applied, outputs: Object.fromEntries(outputs) };
}

/** What SageMaker wants before a model package group goes. Whoever agreed to the plan agreed to it. */
async function emptyGroups({ variables, emit }: ApplyCommandOptions, run: StackRun, plan: PlanResult): Promise<void> {
  if (!deletesGroups(plan.changes)) return;
  // What Terraform would refuse deletes no models either.
  run.checkSeal(plan.environment);
  await run.checkState(plan.environment);
  for (const group of deletedGroups(await run.json())) {
    const count = await deleteModelPackages(group, variables);
    if (count > 0) emit({ type: "model-packages-deleted", group: group.name, count });
  }
}

/** The saved plan, or one that is made now. */
async function planToApply(options: ApplyCommandOptions, { run, targets, stack }: OpenStack): Promise<PlanResult> {
  const { savedPlan, environment, destroy, emit } = options;
  const wanted = planOptions(options, targets);
  if (savedPlan === undefined) {
    // Without anybody to look at them, the changed arguments are not worth the seconds.
    return run.plan({ ...wanted, attributes: options.approve !== undefined, mend: !destroy });
  }
  const saved = readSavedPlan(savedPlan, { environment, destroy, files: fileDigests(stack.path) });
  // Jobs have come and gone since it was made.
  const changes = await withHeldJobs(saved.plan.changes, options.variables);
  const plan = { ...saved.plan, changes, losses: unallowedLosses(changes, wanted.allowDestroy, destroy) };
  await run.takePlan(savedPlan, saved.seal);
  emit({ type: "planned", plan });
  return plan;
}

/**
 * Reads the outputs of a deployed environment, without synthesis when a run has synthesized it before.
 *
 * @throws NotDeployedError and what `planEnvironment` throws
 */
export async function readOutputs(options: StackOptions): Promise<Readonly<Record<string, OutputValue>>> {
  const { environment, root } = options;
  const act = async (folder: RunFolder) => {
    const { run } = await openExistingStack(options, { folder });
    return run.outputs();
  };
  const outputs = await namingPermissions(environment, "viewer", () =>
    inRunFolder({ root, environment, command: "output", keep: false }, act),
  );
  if (Object.keys(outputs).length === 0) {
    throw new NotDeployedError(environment, isEmbedded(options.variables));
  }
  return outputs;
}

/**
 * Reads one output.
 *
 * @throws UnknownOutputError and what `readOutputs` throws
 */
export async function readOutput(options: StackOptions, name: string): Promise<unknown> {
  const outputs = await readOutputs(options);
  const output = outputs[name];
  if (output === undefined) throw new UnknownOutputError(name, Object.keys(outputs));
  return output.value;
}

function outputsIfWanted(run: OpenStack["run"], options: ApplyCommandOptions): Promise<ApplyCommandResult["outputs"]> {
  return options.outputs ? run.outputs() : Promise.resolve({});
}

function planOptions(
  { environment, destroy, parallelism, allowDestroy = [], variables }: PlanCommandOptions | ApplyCommandOptions,
  targets: readonly string[],
) {
  // The embedded AWS holds nothing of value, and is thrown away as a whole.
  const allowed = destroy && isEmbedded(variables) ? ("everything" as const) : allowDestroy;
  return { environment, destroy, targets, parallelism, allowDestroy: allowed };
}
