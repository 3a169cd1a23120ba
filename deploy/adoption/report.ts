import { z } from "zod";
import type { PlannedChange } from "../plan/changes";
import { isStateful } from "../plan/stateful";
import { type MissingModule, missingModules } from "./missing-modules";
import type { StackMoves } from "./stack-moves";
import { type StateInstance, type TerraformState, textAttribute } from "./state";

/** A resource that holds state is lost. */
export interface Loss {
  readonly kind: "destroyed" | "replaced";
  readonly address: string;
  /** What AWS calls it, where the state tells. */
  readonly name?: string;
  /** Arguments that cannot change in place, for replacements. */
  readonly forcedBy?: readonly string[];
}

/** A resource that holds state is made, and the state already has it under an address that dapf knows nothing of. */
export interface Double {
  readonly kind: "created-twice";
  readonly address: string;
  readonly name?: string;
  /** The address in the state of the one that is there already. */
  readonly existing: string;
  /** Where dapf looks for it: the HCL's address. */
  readonly former: string;
}

/** Why an environment must not be adopted as it is. */
export type AdoptionProblem = Loss | Double | MissingModule;

/** What a deploy on the state of the HCL would do. Addresses are the new ones, but for what is destroyed. */
export interface AdoptionReport {
  readonly environment: string;
  /** Managed instances of the state. */
  readonly instances: number;
  /** Resources that get another address, whether they change or not. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly changed: readonly { readonly address: string; readonly attributes: readonly string[] }[];
  readonly created: readonly string[];
  /** Resources that end, without or with a successor. */
  readonly destroyed: readonly string[];
  /** Those of them with a successor under the same address. */
  readonly replaced: readonly string[];
  /** Instances that dapf knows nothing of: they leave the state and stay as they are. */
  readonly kept: readonly string[];
  /** None: adopting loses nothing. */
  readonly problems: readonly AdoptionProblem[];
}

/** What a report is made of. */
export interface ReportParts {
  readonly environment: string;
  readonly state: TerraformState;
  readonly kept: readonly StateInstance[];
  readonly moves: StackMoves;
  /** Modules that may be made although the HCL has them. */
  readonly create: readonly string[];
  /** With the arguments that differ. */
  readonly changes: readonly PlannedChange[];
  /** Standard output of `terraform show -json <plan>`. */
  readonly planJson: string;
}

/** Sums up a plan that was made on a copy of the state; each list is in the order of its addresses. */
export function adoptionReport({ environment, state, kept, moves, planJson, ...parts }: ReportParts): AdoptionReport {
  const changes = parts.changes.toSorted((a, b) => (a.address < b.address ? -1 : 1));
  const of = (...actions: PlannedChange["action"][]) => changes.filter(({ action }) => actions.includes(action));
  const addresses = (some: readonly PlannedChange[]) => some.map(({ address }) => address);
  return {
    environment,
    instances: state.managed.length,
    moves: changes.flatMap(({ address, previousAddress, action }) => {
      return previousAddress === undefined || action === "delete" ? [] : [{ from: previousAddress, to: address }];
    }),
    changed: of("update").map(({ address, attributes = [] }) => ({ address, attributes })),
    created: addresses(of("create")),
    destroyed: of("delete", "replace").map(lastAddress).sort(),
    replaced: addresses(of("replace")),
    kept: kept.map(({ address }) => address),
    problems: [
      ...losses(state, changes),
      ...doubles(of("create"), kept, planJson, moves),
      ...missingModules(state, moves, addresses(of("create"))).filter(({ address }) => !parts.create.includes(address)),
    ],
  };
}

/** What is destroyed is known by the address it had, even if it gets another one for its last hour. */
function lastAddress({ address, previousAddress, action }: PlannedChange): string {
  return action === "delete" ? (previousAddress ?? address) : address;
}

function losses({ managed }: TerraformState, changes: readonly PlannedChange[]): Loss[] {
  // Stricter than the gate before an apply: what the HCL left tainted may well have been in use since.
  const ends = changes.filter(({ action }) => action === "delete" || action === "replace").filter(isStateful);
  return ends.map((change) => {
    const { address, previousAddress = address, action, forcedBy } = change;
    const instance = managed.find((one) => one.address === previousAddress);
    const name = instance && nameOf(instance);
    return {
      kind: action === "replace" ? "replaced" : "destroyed",
      address: lastAddress(change),
      ...(name === undefined ? {} : { name }),
      ...(forcedBy === undefined ? {} : { forcedBy }),
    };
  });
}

const creations = z.object({
  resource_changes: z
    .array(z.object({ address: z.string(), change: z.object({ after: z.record(z.string(), z.unknown()).nullish() }) }))
    .default([]),
});

/** What holds state and would be made although the state has one of that name; keys have no names, so any other key. */
function doubles(
  created: readonly PlannedChange[],
  kept: readonly StateInstance[],
  planJson: string,
  { moves }: StackMoves,
): Double[] {
  const { resource_changes: planned } = creations.parse(JSON.parse(planJson));
  const after = new Map(planned.map(({ address, change }) => [address, change.after ?? {}]));
  return created.filter(isStateful).flatMap(({ address, type }) => {
    const name = nameOf({ address, type, module: "", attributes: after.get(address) ?? {} });
    const existing = kept.find((one) => one.type === type && (type === "aws_kms_key" || nameOf(one) === name));
    if (existing === undefined) return [];
    const former = moves.find(({ to }) => to === address)?.from ?? address;
    return [
      { kind: "created-twice", address, ...(name === undefined ? {} : { name }), existing: existing.address, former },
    ];
  });
}

function nameOf(instance: StateInstance): string | undefined {
  return textAttribute(instance, "bucket") ?? textAttribute(instance, "name");
}
