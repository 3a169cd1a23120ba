import type { Owner } from "../../locks";
import type { PlanResult } from "../plan/changes";
import type { ProviderSource } from "../provider/source";
import type { ApplySummary, FinishedOperation, Operation } from "../terraform/run-tracker";
import type { TerraformEvent } from "../terraform/stream";

/** What is being done, in the order in which a deploy does it. */
export type Phase = "synth" | "init" | "plan" | "details" | "apply";

/** Something that synthesis says about the configuration without failing. */
export interface SynthNote {
  /** The construct that says it, e.g. `jenkins-pl/analytics_etl`. */
  readonly construct: string;
  readonly text: string;
}

/** How far an apply is. */
export interface Progress {
  readonly running: readonly Operation[];
  readonly done: number;
  readonly total: number;
}

/** What a synthesis made. */
export interface SynthResult {
  readonly environment: string;
  /** Path of the stack's folder relative to the repository root. */
  readonly folder: string;
  readonly modules: readonly string[];
  /** Resource blocks of all modules. */
  readonly resources: number;
  readonly warnings: readonly SynthNote[];
  readonly seconds: number;
}

/** Everything that dapf tells while it drives Terraform; a renderer makes text of it. */
export type DeployEvent =
  | TerraformEvent
  | { readonly type: "phase-started"; readonly phase: Phase }
  | { readonly type: "phase-finished"; readonly phase: Phase; readonly seconds: number }
  | { readonly type: "synthesized"; readonly result: SynthResult }
  | { readonly type: "synth-warning"; readonly note: SynthNote }
  | { readonly type: "provider-source"; readonly source: ProviderSource }
  /** Somebody else deploys or destroys the environment, or writes to the same folder. */
  | { readonly type: "turn-wait"; readonly owner: Owner }
  /** Some Terraform has the lock of the state. */
  | { readonly type: "lock-wait" }
  | { readonly type: "refreshed"; readonly address: string; readonly count: number }
  | { readonly type: "planned"; readonly plan: PlanResult }
  | { readonly type: "plan-details"; readonly text: string }
  /** Registered models, before their group goes. */
  | { readonly type: "model-packages-deleted"; readonly group: string; readonly count: number }
  | { readonly type: "operation-started"; readonly operation: Operation; readonly progress: Progress }
  | { readonly type: "operation-finished"; readonly operation: FinishedOperation; readonly progress: Progress }
  | { readonly type: "applied"; readonly summary: ApplySummary };

/** Takes events as they happen. */
export type Emit = (event: DeployEvent) => void;
