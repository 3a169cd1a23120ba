import * as path from "node:path";
import { isEmbedded } from "./config/embedded";
import { environmentNames, loadEnvironment } from "./config/loader";
import { PlatformStack } from "./modules/platform";
import { ModularApp } from "./modules/terraform-module";

// environments -> modules -> cdktf.out. DAPF_ENV limits synthesis to one environment; the others are not even read.
const root = path.resolve(process.env.DAPF_ROOT ?? __dirname);
const names = process.env.DAPF_ENV ? [process.env.DAPF_ENV] : environmentNames(root);
const app = new ModularApp();
for (const name of names) {
  new PlatformStack(app, name, { environment: loadEnvironment(root, name), embedded: isEmbedded(process.env) });
}
app.synth();
