import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { contextIn, type StackOptions } from "../stack";
import { installedVersion } from "../terraform-version";
import { adoptionFolder } from "./preview";
import { parseState, type TerraformState } from "./state";
import { checkOwner, checkWriter } from "./state-owner";
import { readState, type StateSource } from "./state-source";

export * from "./errors";
export { inferencingNetwork, type Network } from "./inferencing-network";
export { type AdoptionOptions, previewAdoption } from "./preview";
export type { AdoptionProblem, AdoptionReport } from "./report";
export type { TerraformState } from "./state";
export { stateSource, type StateSource } from "./state-source";
export { type AdoptionStep, adoptionSteps } from "./steps";

/** What reading a state needs to know. */
export type ReadOptions = Pick<StackOptions, "root" | "variables" | "emit" | "interrupts">;

/**
 * Reads the state that an environment is to adopt, and checks that it may.
 *
 * @throws StateMissingError, MalformedStateError, StateFormatError, StateTooNewError, EmptyStateError,
 *   ForeignStateError, TerraformFailedError, TerraformMissingError, InterruptedError
 */
export async function stateToAdopt(
  environment: Environment,
  source: StateSource,
  options: ReadOptions,
): Promise<TerraformState> {
  const folder = adoptionFolder({ root: options.root, environment: environment.name });
  const context = contextIn(options, path.join(folder, "source"), path.join(folder, "runs"));
  const state = parseState(source.text, await readState(source, context));
  checkOwner(environment, state);
  // A version needs no folder of its own to be asked in.
  checkWriter(state, await installedVersion({ ...context, folder: options.root }));
  return state;
}
