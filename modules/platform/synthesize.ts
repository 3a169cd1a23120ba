import * as path from "node:path";
import { isEmbedded } from "../../config/embedded";
import { ConfigError, renderProblem } from "../../config/errors";
import { loadEnvironments } from "../../config/loader";
import { checkDeclarations } from "../../config/neighbours";
import { ModularApp } from "../framework/app";
import { skipCreationStacks } from "../framework/creation-stacks";
import { reportLoose } from "../framework/strict";
import { PlatformStack } from ".";

/**
 * All that `main.ts` of a project does: environments -> modules -> `cdktf.out`. What is wrong with a file is printed, and
 * the exit code is 1. Variables: `DAPF_ENV` limits synthesis to one environment, and the others are not even read;
 * `DAPF_ROOT` names another project.
 *
 * @param folder absolute path of the project, which has `environments/`: `__dirname`
 */
export function synthesizePlatform(folder: string): void {
  const root = path.resolve(process.env.DAPF_ROOT ?? folder);
  const names = process.env.DAPF_ENV ? [process.env.DAPF_ENV] : undefined;
  if (process.env.DAPF_DEBUG !== "1") skipCreationStacks();
  const app = new ModularApp();
  try {
    const environments = loadEnvironments(root, names);
    const warnings = checkDeclarations(environments);
    for (const environment of environments) {
      const stack = new PlatformStack(app, environment.name, { environment, embedded: isEmbedded(process.env) });
      const own = warnings.filter((warning) => warning.environment === environment.name);
      for (const { problem } of own) reportLoose(stack, renderProblem(problem));
    }
    app.synth();
  } catch (error) {
    // What the user wrote is wrong: the message says what, and a stack trace would only hide it.
    if (!(error instanceof ConfigError)) throw error;
    console.error(`Error: ${error.message}`);
    process.exitCode = 1;
  }
}
