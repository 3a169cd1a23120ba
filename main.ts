import * as path from "node:path";
import { isEmbedded } from "./config/embedded";
import { ConfigError } from "./config/errors";
import { loadEnvironments } from "./config/loader";
import { checkTrainingQueues } from "./config/training-queues";
import { skipCreationStacks } from "./modules/creation-stacks";
import { PlatformStack } from "./modules/platform";
import { ModularApp } from "./modules/terraform-module";

// environments -> modules -> cdktf.out. DAPF_ENV limits synthesis to one environment; the others are not even read.
const root = path.resolve(process.env.DAPF_ROOT ?? __dirname);
const names = process.env.DAPF_ENV ? [process.env.DAPF_ENV] : undefined;
if (process.env.DAPF_DEBUG !== "1") skipCreationStacks();
const app = new ModularApp();
try {
  const environments = loadEnvironments(root, names);
  checkTrainingQueues(environments);
  for (const environment of environments) {
    new PlatformStack(app, environment.name, { environment, embedded: isEmbedded(process.env) });
  }
  app.synth();
} catch (error) {
  // What the user wrote is wrong: the message says what, and a stack trace would only hide it.
  if (!(error instanceof ConfigError)) throw error;
  console.error(`Error: ${error.message}`);
  process.exitCode = 1;
}
