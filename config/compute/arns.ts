import { iamArn } from "../../aws/arns";
import { batchArn, type ArnKind } from "../../aws/batch/arns";
import type { ComputeModel } from "./compute-model";

/** The ARNs that the declared objects have or will have, by key. */
export interface ComputeArns {
  readonly computeEnvironments: ReadonlyMap<string, string>;
  readonly schedulingPolicies: ReadonlyMap<string, string>;
  readonly jobQueues: ReadonlyMap<string, string>;
  readonly consumableResources: ReadonlyMap<string, string>;
  readonly jobRoles: ReadonlyMap<string, string>;
}

/** @returns the ARNs of everything declared that has one without a revision; they follow from the names */
export function computeArns(model: ComputeModel): ComputeArns {
  const known = KNOWN.get(model);
  if (known !== undefined) return known;
  const made = arnsIn(model);
  KNOWN.set(model, made);
  return made;
}

/** Each team asks for them. */
const KNOWN = new WeakMap<ComputeModel, ComputeArns>();

function arnsIn(model: ComputeModel): ComputeArns {
  const { context } = model;
  const arnsOf = (declarations: readonly { readonly key: string; readonly name: string }[], kind: ArnKind) =>
    new Map(declarations.map(({ key, name }) => [key, batchArn(context, `${kind}/${name}`)]));
  return {
    computeEnvironments: arnsOf(model.computeEnvironments, "compute-environment"),
    schedulingPolicies: arnsOf(model.schedulingPolicies, "scheduling-policy"),
    jobQueues: arnsOf(model.jobQueues, "job-queue"),
    consumableResources: arnsOf(model.consumableResources, "consumable-resource"),
    jobRoles: new Map(model.jobRoles.map(({ key, name }) => [key, iamArn(context, `role/${name}`)])),
  };
}
