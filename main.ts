import * as path from "node:path";
import { isEmbedded } from "./config/embedded";
import { loadEnvironments } from "./config/loader";
import { PlatformStack } from "./modules/platform";
import { ModularApp } from "./modules/terraform-module";

// environments -> modules -> cdktf.out. DAPF_ENV limits synthesis to one environment; the others are not even read.
const root = path.resolve(process.env.DAPF_ROOT ?? __dirname);
const names = process.env.DAPF_ENV ? [process.env.DAPF_ENV] : undefined;
const app = new ModularApp();
for (const environment of loadEnvironments(root, names)) {
  new PlatformStack(app, environment.name, { environment, embedded: isEmbedded(process.env) });
}
app.synth();
