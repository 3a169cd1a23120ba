import type { Environment } from "../../config/environment";
import { inRunFolder } from "../stack/run-folder";
import { contextIn, type StackOptions } from "../stack/open";
import type { TerraformContext } from "../terraform/stream";
import { installedProgram } from "../terraform/version";
import type { Mending } from "./mending";
import { checkProviders } from "./providers";
import { parseState, type TerraformState } from "./state";
import { checkOwner, checkWriter } from "./state-owner";
import { readState } from "./state-source";

export * from "./errors";
export * from "./unfit-errors";
export type { Surroundings } from "./commands";
export type { Mending } from "./mending";
export { inferencingNetwork, type Network } from "./inferencing-network";
export { previewAdoption } from "./preview";
export type { MissingModule } from "./missing-modules";
export type { AdoptionProblem, AdoptionReport, Double, Loss } from "./report";
export type { TerraformState } from "./state";
export { stateSource, type StateSource } from "./state-source";
export { type AdoptionStep, adoptionSteps } from "./steps";

/** What reading a state needs to know. */
export type ReadOptions = Pick<StackOptions, "root" | "variables" | "emit" | "interrupts">;

/**
 * Reads the state that an environment is to adopt, and checks that it may.
 *
 * @throws StateMissingError, MalformedStateError, StateFormatError, StateTooNewError, EmptyStateError, ForeignStateError,
 *   ProviderAddressError, TerraformFailedError, TerraformMissingError, InterruptedError
 */
export async function stateToAdopt(
  environment: Environment,
  mending: Mending,
  options: ReadOptions,
): Promise<TerraformState> {
  const { root } = options;
  const of = { root, environment: environment.name, command: "adopt", keep: false };
  return inRunFolder(of, (folder) => stateIn(environment, mending, contextIn(options, folder.scratch, { folder })));
}

async function stateIn(environment: Environment, mending: Mending, context: TerraformContext): Promise<TerraformState> {
  const { source } = mending;
  const state = parseState(source.text, await readState(source, context));
  checkOwner(environment, state);
  checkProviders(state, mending);
  const { product, version } = await installedProgram(context);
  // A state says a version, not whose: one of Terraform's says nothing to OpenTofu, which reads both.
  if (product === "Terraform") checkWriter(state, version);
  return state;
}
