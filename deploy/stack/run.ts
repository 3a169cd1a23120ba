import * as fs from "node:fs";
import * as path from "node:path";
import type { Lock } from "../../locks";
import { needsAttributes, needsLossDetails, withAttributes } from "../plan/attributes";
import { mayHoldJobs, withBatchTargets } from "../plan/batch-targets";
import { operationsOf, type PlannedChange, plannedChange, type PlanResult } from "../plan/changes";
import { finishedCreations } from "../plan/failed-creations";
import { unallowedLosses } from "../plan/gate";
import { withHeldJobs } from "../plan/held-jobs";
import { LOCK_TIMEOUT, parallelismArgument, planArguments, type PlanOptions } from "../plan/options";
import { ChangedSincePlanError, differencesOf, digestOf, fileDigests, type Seal } from "../plan/seal";
import { plannedOn, saysStale, StalePlanError, versionOf } from "../plan/stale";
import { captureTerraform } from "../terraform/capture";
import { asksForInit, isAskedFor, isOfInterrupt } from "../terraform/diagnostics";
import { InterruptedError } from "../terraform/interrupts";
import type { StreamedOutputs, TerraformDiagnostic, TerraformMessage } from "../terraform/messages";
import { type ApplySummary, RunTracker } from "../terraform/run-tracker";
import { type StreamResult, streamTerraform, type TerraformContext, TerraformFailedError } from "../terraform/stream";
import type { StackFolder } from "./folder";
import { type FindProviders, initializeTerraform, type StackContext } from "./init";
import type { InitRecord } from "./init-record";

/** What an apply did, and the values of the outputs; a sensitive output is without its value. */
export interface ApplyResult {
  readonly summary: ApplySummary;
  readonly outputs: StreamedOutputs;
}

/** Lets a Terraform command work with the state when nobody else does; the lock, where there is one, is told of its process. */
export type OnState = <T>(command: string, act: (lock?: Pick<Lock, "include">) => Promise<T>) => Promise<T>;

/** An output as `terraform output -json` gives it. */
export interface OutputValue {
  readonly sensitive: boolean;
  readonly value: unknown;
}

/** Terraform at work on one synthesized stack: each method is one Terraform command, in the order of a deploy. */
export class StackRun {
  private initialized = false;
  private readonly seen = new Set<string>();
  private sealed: Seal | undefined;

  constructor(
    private readonly context: StackContext,
    private readonly stack: StackFolder,
    private readonly findProviders: FindProviders,
    private readonly initRecord: InitRecord,
    private readonly onState: OnState,
  ) {}

  /** Absolute path of the plan that `plan` saves and `apply` applies; it may hold secrets, and goes with the run. */
  get planFile(): string {
    return path.join(this.context.run.scratch, "plan.tfplan");
  }

  /** What the plan and the stack were when the plan was made. @throws Error when there is no plan */
  get seal(): Seal {
    if (this.sealed === undefined) throw new Error("nothing has been planned");
    return this.sealed;
  }

  /**
   * Plans, and saves the plan.
   *
   * @throws TerraformFailedError, TerraformMissingError, InterruptedError
   */
  async plan(options: PlanOptions): Promise<PlanResult> {
    const { context } = this;
    const files = fileDigests(this.stack.path);
    const changes: PlannedChange[] = [];
    let changedOutputs: string[] = [];
    let refreshed = 0;
    const result = await this.run("plan", () =>
      this.withState("plan", (holding) =>
        streamTerraform(holding, planArguments(options, this.planFile), (message) => {
          const change = plannedChange(message);
          if (change !== undefined) changes.push(change);
          if (message.type === "outputs") changedOutputs = changedNames(message.outputs);
          if (message.type === "state_lock_acquire") context.emit({ type: "lock-wait" });
          if (message.type === "refresh_complete") {
            refreshed += 1;
            context.emit({ type: "refreshed", address: message.hook.resource.addr, count: refreshed });
          }
        }),
      ),
    );
    this.sealed = { plan: digestOf(this.planFile), files };
    const finished = options.mend === true ? finishedCreations(changes) : [];
    if (finished.length > 0) {
      for (const address of finished) await this.capture(["untaint", LOCK_TIMEOUT, address]);
      return this.plan({ ...options, mend: false });
    }
    const hasChanges = result.exitCode === 2;
    const { environment, destroy, targets, allowDestroy } = options;
    const isGated = allowDestroy !== "everything";
    const forGate = isGated && (needsLossDetails(changes) || changes.some(mayHoldJobs));
    const detailed =
      forGate || (options.attributes && needsAttributes(changes)) ? await this.detailed(changes, isGated) : changes;
    const losses = unallowedLosses(detailed, allowDestroy, destroy);
    const { seconds } = result;
    const plan = { environment, destroy, targets, changes: detailed, losses, changedOutputs, hasChanges, seconds };
    context.emit({ type: "planned", plan });
    return plan;
  }

  /** The changes with what the plan's JSON tells of them, and what AWS does of the jobs in what goes. */
  private async detailed(changes: readonly PlannedChange[], isGated: boolean): Promise<PlannedChange[]> {
    const json = await this.json();
    const detailed = withAttributes(changes, json);
    return isGated ? withHeldJobs(withBatchTargets(detailed, json), this.context.variables) : detailed;
  }

  /**
   * Makes a plan that was saved elsewhere the one that `apply` applies.
   *
   * @param file absolute path
   * @param seal what plan and stack were when it was saved
   */
  async takePlan(file: string, seal: Seal): Promise<void> {
    await this.initialize();
    fs.copyFileSync(file, this.planFile);
    fs.chmodSync(this.planFile, 0o600);
    this.sealed = seal;
  }

  /**
   * Makes sure that what is going to be applied is what was shown, to the byte: plan, stack, and files to upload.
   *
   * @throws ChangedSincePlanError
   */
  checkSeal(environment: string): void {
    const found = { plan: digestOf(this.planFile), files: fileDigests(this.stack.path) };
    const differences = differencesOf(this.seal, found);
    if (differences.length > 0) throw new ChangedSincePlanError(environment, differences);
  }

  /**
   * Makes sure that the plan is for the state that is there now. Terraform does so, too, but only when it applies.
   *
   * @throws StalePlanError
   */
  async checkState(environment: string): Promise<void> {
    const planned = plannedOn(this.planFile);
    const found = versionOf(await this.capture(["state", "pull"]));
    const isSame = planned.serial === found.serial && planned.lineage === found.lineage;
    if (!isSame) throw new StalePlanError(environment);
  }

  /** @returns the saved plan as Terraform renders it for people. */
  async details(): Promise<string> {
    return captureTerraform(this.context, ["show", "-no-color", this.planFile]);
  }

  /** @returns the saved plan as Terraform's JSON. */
  async json(): Promise<string> {
    this.context.emit({ type: "phase-started", phase: "details" });
    const started = performance.now();
    const json = await captureTerraform(this.context, ["show", "-json", this.planFile]);
    const seconds = (performance.now() - started) / 1000;
    this.context.emit({ type: "phase-finished", phase: "details", seconds });
    return json;
  }

  /**
   * Applies exactly the plan that `plan` has saved.
   *
   * @throws ChangedSincePlanError; StalePlanError when the state has changed since; TerraformFailedError, InterruptedError,
   *   both after the `applied` event, which tells what was done until then
   */
  async apply(plan: PlanResult, parallelism: number | undefined): Promise<ApplyResult> {
    const { context } = this;
    const tracker = new RunTracker();
    const total = operationsOf(plan.changes);
    let outputs: StreamedOutputs = {};
    const args = ["-input=false", LOCK_TIMEOUT, ...parallelismArgument(parallelism), this.planFile];
    const onMessage = (message: TerraformMessage) => {
      if (message.type === "outputs") outputs = message.outputs;
      if (message.type === "state_lock_acquire") context.emit({ type: "lock-wait" });
      const operation = tracker.accept(message);
      if (operation === undefined) return;
      const progress = { running: tracker.running, done: tracker.done, total };
      if ("failed" in operation) context.emit({ type: "operation-finished", operation, progress });
      else context.emit({ type: "operation-started", operation, progress });
    };
    const result = await this.withState("apply", (holding) => {
      this.checkSeal(plan.environment);
      context.emit({ type: "phase-started", phase: "apply" });
      return streamTerraform(holding, ["apply", ...args], onMessage);
    });
    if (result.diagnostics.some(saysStale)) throw new StalePlanError(plan.environment);
    const summary = tracker.summary(result.seconds);
    context.emit({ type: "phase-finished", phase: "apply", seconds: result.seconds });
    this.report(result.diagnostics.filter((one) => !(result.interrupted && isOfInterrupt(one))));
    context.emit({ type: "applied", summary });
    if (result.interrupted) throw new InterruptedError("apply", true);
    if (result.exitCode !== 0) throw new TerraformFailedError("apply", result.exitCode, result.diagnostics);
    return { summary, outputs };
  }

  /**
   * @returns the outputs in the state, with the values of sensitive ones; empty when nothing was deployed
   * @throws TerraformFailedError, TerraformMissingError, InterruptedError
   */
  async outputs(): Promise<Readonly<Record<string, OutputValue>>> {
    await this.initialize();
    // `terraform output` prints one JSON object of this shape.
    return JSON.parse(await this.capture(["output", "-json"])) as Record<string, OutputValue>;
  }

  /** Tells what Terraform complains about, each complaint once a run, and leaves out what the user asked for. */
  private report(diagnostics: readonly TerraformDiagnostic[]): void {
    for (const diagnostic of diagnostics.filter((one) => !isAskedFor(one))) {
      const key = JSON.stringify([diagnostic.summary, diagnostic.detail]);
      if (!this.seen.has(key)) this.context.emit({ type: "diagnostic", diagnostic });
      this.seen.add(key);
    }
  }

  /** Runs a command that reads or writes the state, and prints one thing. */
  private capture(args: readonly [string, ...string[]]): Promise<string> {
    return this.withState(args[0], (holding) => captureTerraform(holding, args));
  }

  private withState<T>(command: string, act: (holding: TerraformContext) => Promise<T>): Promise<T> {
    return this.onState(command, (lock) => {
      const onProcess = (pid: number) => {
        this.context.onProcess(pid);
        lock?.include(pid);
      };
      return act({ ...this.context, onProcess });
    });
  }

  private async initialize(): Promise<void> {
    if (this.initialized) return;
    if (!this.initRecord.apply(this.stack)) await this.init();
    this.initialized = true;
  }

  private init(): Promise<void> {
    return initializeTerraform(this.context, this.stack, this.findProviders, this.initRecord);
  }

  /** Runs a command, and once more after an init if Terraform finds that it needs one. */
  private async run(phase: "plan", command: () => Promise<StreamResult>): Promise<StreamResult> {
    await this.initialize();
    this.context.emit({ type: "phase-started", phase });
    let result = await command();
    if (asksForInit(result.diagnostics)) {
      await this.init();
      this.context.emit({ type: "phase-started", phase });
      result = await command();
    }
    this.context.emit({ type: "phase-finished", phase, seconds: result.seconds });
    if (result.interrupted) throw new InterruptedError(phase, false);
    this.report(result.diagnostics);
    if (result.exitCode !== 0 && result.exitCode !== 2) {
      throw new TerraformFailedError(phase, result.exitCode, result.diagnostics);
    }
    return result;
  }
}

function changedNames(outputs: StreamedOutputs): string[] {
  return Object.entries(outputs)
    .filter(([, { action }]) => action !== undefined && action !== "noop")
    .map(([name]) => name);
}
