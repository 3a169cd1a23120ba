import * as fs from "node:fs";
import * as path from "node:path";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { loadEnvironment } from "../../config/loader";
import { AnalyticsEtl } from "../../modules/analytics-etl";
import { Common } from "../../modules/common";
import { awsProvider } from "../../modules/platform/provider";
import { stateBackend } from "../../modules/platform/state-backend";
import { ModularApp } from "../../modules/framework/app";
import { RootModule } from "../../modules/framework/root-module";

/** A platform that has its analytics ETL and nothing else, for the embedded AWS. */
class EtlPlatform extends RootModule {
  constructor(scope: Construct, id: string, environment: Environment, workingDirectory: string) {
    super(scope, id);
    awsProvider(this, environment, true);
    stateBackend(this, { environment, embedded: true, workingDirectory });
    const common = new Common(this, "common", { environment });
    new AnalyticsEtl(this, "analytics_etl", { environment, common });
  }
}

/** Synthesizes the analytics ETL of an environment as the repository has it now. */
export function synthesizeEtlPlatform(root: string, name: string): void {
  const app = new ModularApp({ outdir: path.join(root, "cdktf.out") });
  new EtlPlatform(app, name, loadEnvironment(root, name), etlPlatformFolder(root, name));
  app.synth();
}

/** The folder that Terraform runs in. */
export function etlPlatformFolder(root: string, name: string): string {
  return path.join(root, "cdktf.out", "stacks", name);
}

/** Takes the order among the triggers out of a synthesized stack, and leaves everything else as it is. */
export function removeTriggerOrder(root: string, name: string): void {
  const file = path.join(etlPlatformFolder(root, name), "modules/analytics_etl/modules/glue_wfs/main.tf.json");
  // Our own synthesis wrote it; only the part that matters here is stated.
  const module = JSON.parse(fs.readFileSync(file, "utf8")) as {
    resource: { aws_glue_trigger: Record<string, { depends_on?: string[] }> };
  };
  for (const trigger of Object.values(module.resource.aws_glue_trigger)) delete trigger.depends_on;
  fs.writeFileSync(file, JSON.stringify(module));
}
