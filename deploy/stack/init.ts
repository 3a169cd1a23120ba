import type { Product } from "../../tools";
import { type ProviderSource, providerVariables } from "../provider/source";
import { InterruptedError } from "../terraform/interrupts";
import { type StreamResult, streamTerraform, type TerraformContext, TerraformFailedError } from "../terraform/stream";
import { checkTerraformVersion } from "../terraform/version";
import type { Emit } from "./events";
import type { StackFolder } from "./folder";
import { type InitRecord, needsUpgrade } from "./init-record";

/** Terraform at work on a stack, which has more to tell than a single command. */
export interface StackContext extends TerraformContext {
  readonly emit: Emit;
}

/**
 * Finds out where the providers of a product come from; `fresh` asks it to look again in spite of what an earlier run found.
 */
export type FindProviders = (product: Product, fresh: boolean) => Promise<ProviderSource>;

/**
 * Runs `terraform init`: providers, modules, backend. Never asks: a stack that was last used with another backend is
 * set to the new one, and no state is copied between them.
 *
 * @throws TerraformFailedError, TerraformMissingError, TerraformTooOldError, InterruptedError
 */
export async function initializeTerraform(
  context: StackContext,
  stack: StackFolder,
  findProviders: FindProviders,
  record: InitRecord,
): Promise<void> {
  const { product } = await checkTerraformVersion(context);
  const providers = await findProviders(product, false);
  let result = await init(context, stack, providers);
  if (result.exitCode !== 0 && providers.kind === "registry" && providers.remembered) {
    // The registry answered an hour ago at most, but it may be out of reach by now.
    const found = await findProviders(product, true);
    if (found.kind !== "registry") result = await init(context, stack, found);
  }
  if (result.interrupted) throw new InterruptedError("init", false);
  if (result.exitCode !== 0) {
    for (const diagnostic of result.diagnostics) context.emit({ type: "diagnostic", diagnostic });
    throw new TerraformFailedError("init", result.exitCode, result.diagnostics);
  }
  // Warnings of a successful init are left out: with a mirror it says that the lock file, which is generated here and
  // never shared, holds checksums of one platform only.
  record.note(stack);
}

async function init(context: StackContext, stack: StackFolder, providers: ProviderSource): Promise<StreamResult> {
  context.emit({ type: "provider-source", source: providers });
  context.emit({ type: "phase-started", phase: "init" });
  const upgrade = needsUpgrade(stack) ? ["-upgrade"] : [];
  const variables = { ...context.variables, ...providerVariables(providers) };
  const args = ["-input=false", "-reconfigure", ...upgrade];
  const result = await streamTerraform({ ...context, variables }, ["init", ...args]);
  context.emit({ type: "phase-finished", phase: "init", seconds: result.seconds });
  return result;
}
