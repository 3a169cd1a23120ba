import { createRequire } from "node:module";
import { readDeclarations } from "../declarations/declarations-file";
import type { Environment } from "../environment";
import type { ComputeModel } from "./compute-model";
import { computeContext } from "./context";
import type * as Folders from "./folders";
import type * as Parsing from "./parse";

const requireModule = createRequire(__filename);

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
  // Loaded when needed only: most environments have no shared compute, and its rules take a tenth of the time of a synthesis.
  // Not by import(), which gives a promise: environments are read in one go.
  const { parseCompute } = requireModule("./parse") as typeof Parsing; // Cast: it is the module whose types these are.
  const { folderReader } = requireModule("./folders") as typeof Folders; // Cast: as above.
  const source = readDeclarations(root, settings.compute.path, `compute.path of ${file}`);
  const model = parseCompute(source, computeContext(environment), folderReader(root));
  loaded.set(environment, model);
  return model;
}

/** Environments never change, and neither does their compute. */
const loaded = new WeakMap<Environment, ComputeModel>();
