import * as path from "node:path";
import { isEmbedded } from "./config/embedded";
import { ConfigError, renderProblem } from "./config/errors";
import { loadEnvironments } from "./config/loader";
import { checkTrainingQueues } from "./config/training-queues";
import { ModularApp } from "./modules/framework/app";
import { skipCreationStacks } from "./modules/framework/creation-stacks";
import { reportLoose } from "./modules/framework/strict";
import { PlatformStack } from "./modules/platform";

// environments -> modules -> cdktf.out. DAPF_ENV limits synthesis to one environment; the others are not even read.
const root = path.resolve(process.env.DAPF_ROOT ?? __dirname);
const names = process.env.DAPF_ENV ? [process.env.DAPF_ENV] : undefined;
if (process.env.DAPF_DEBUG !== "1") skipCreationStacks();
const app = new ModularApp();
try {
  const environments = loadEnvironments(root, names);
  const warnings = checkTrainingQueues(environments);
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
