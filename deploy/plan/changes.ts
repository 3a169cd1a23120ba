import type { TerraformMessage } from "../terraform/messages";
import type { BatchTarget, HeldJobs } from "./held";

/** What Terraform is going to do to a resource. */
export type ChangeAction = "create" | "update" | "replace" | "delete" | "move" | "import" | "forget";

const actions = new Map<string, ChangeAction>([
  ["create", "create"],
  ["update", "update"],
  ["replace", "replace"],
  ["delete", "delete"],
  ["move", "move"],
  ["import", "import"],
  ["remove", "forget"],
  ["forget", "forget"],
]);

/** One planned change, as facts; also what a gate before the apply decides on. */
export interface PlannedChange {
  readonly address: string;
  /** `aws_dynamodb_table`. */
  readonly type: string;
  /** CloudFormation's name of the type, for a resource of Cloud Control: `AWS::Batch::JobQueue`; from the plan's JSON. */
  readonly cloudControlType?: string;
  /** Address of the module that holds the resource, empty for the root. */
  readonly module: string;
  readonly action: ChangeAction;
  /** The address that the resource has in the state, when it moves. */
  readonly previousAddress?: string;
  /** Terraform's word for why a resource is replaced or deleted, e.g. `cannot_update`, `delete_because_no_module`. */
  readonly reason?: string;
  /** Arguments that change, for updates and replacements, sorted; filled in from the plan's JSON. */
  readonly attributes?: readonly string[];
  /** Those of them that make an update impossible, for replacements. */
  readonly forcedBy?: readonly string[];
  /** What of AWS Batch goes with a deletion or a replacement; from the plan's JSON. */
  readonly batch?: BatchTarget;
  /** The jobs in it, when it was looked at. */
  readonly held?: HeldJobs;
}

/** What a plan says. */
export interface PlanResult {
  readonly environment: string;
  readonly destroy: boolean;
  /** Module addresses that the plan is limited to; empty for the whole stack. */
  readonly targets: readonly string[];
  readonly changes: readonly PlannedChange[];
  /** Changes that delete or replace what holds state, and that nobody has allowed. */
  readonly losses: readonly PlannedChange[];
  /** Outputs whose value changes. */
  readonly changedOutputs: readonly string[];
  /** Whether there is anything to apply. */
  readonly hasChanges: boolean;
  readonly seconds: number;
}

/** How many resources a plan creates, changes and so on. */
export type PlanCounts = Readonly<Record<ChangeAction, number>>;

/** @returns the change that a message announces; undefined for another message and for reads of data sources. */
export function plannedChange(message: TerraformMessage): PlannedChange | undefined {
  if (message.type !== "planned_change") return undefined;
  const { resource, previous_resource: previous, action, reason } = message.change;
  const known = actions.get(action);
  if (known === undefined) return undefined;
  return {
    address: resource.addr,
    type: resource.resource_type,
    module: resource.module,
    action: known,
    ...(previous === undefined ? {} : { previousAddress: previous.addr }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** @returns whether a resource is made anew because Terraform takes its creation for failed */
export function isTainted({ action, reason }: PlannedChange): boolean {
  return action === "replace" && (reason === "tainted" || reason === "replace_because_tainted");
}

/** @returns how many changes there are of each kind. */
export function countChanges(changes: readonly PlannedChange[]): PlanCounts {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, move: 0, import: 0, forget: 0 };
  for (const change of changes) counts[change.action] += 1;
  return counts;
}

/** @returns how many operations an apply will report for a plan: a replacement is a deletion and a creation. */
export function operationsOf(changes: readonly PlannedChange[]): number {
  const { create, update, replace, delete: deleted } = countChanges(changes);
  return create + update + deleted + 2 * replace;
}
