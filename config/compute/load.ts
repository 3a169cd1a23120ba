import { readDeclarations } from "../declarations/declarations-file";
import type { Environment } from "../environment";
import type { ComputeModel } from "./compute-model";
import { computeContext } from "./context";
import { folderReader } from "./folders";
import { parseCompute } from "./parse";

/**
 * Reads and validates the shared compute of an environment.
 *
 * @returns undefined when the environment has none (no `compute` in its settings)
 * @throws ConfigError with every problem of the file, and of the definitions in its folders
 */
export function loadCompute(environment: Environment): ComputeModel | undefined {
  const { settings, root, file } = environment;
  if (settings.compute === undefined) return undefined;
  const known = loaded.get(environment);
  if (known !== undefined) return known;
  const source = readDeclarations(root, settings.compute.path, `compute.path of ${file}`);
  const model = parseCompute(source, computeContext(environment), folderReader(root));
  loaded.set(environment, model);
  return model;
}

/** Environments never change, and neither does their compute. */
const loaded = new WeakMap<Environment, ComputeModel>();
