import * as path from "node:path";
import type { Construct } from "constructs";
import { loadCompute } from "../../config/compute";
import type { Environment } from "../../config/environment";
import { loadEnvironment } from "../../config/loader";
import { Common } from "../../modules/common";
import { ModularApp } from "../../modules/framework/app";
import { HIDDEN_ID } from "../../modules/framework/readable-stack";
import { RootModule } from "../../modules/framework/root-module";
import { TerraformModule } from "../../modules/framework/terraform-module";
import { awsProvider } from "../../modules/platform/provider";
import { stateBackend } from "../../modules/platform/state-backend";
import { SharedCompute } from "../../modules/shared-compute";

/** A platform that has shared compute, and the key and the network that it needs, for the embedded AWS. */
class ComputePlatform extends RootModule {
  constructor(scope: Construct, id: string, environment: Environment, workingDirectory: string) {
    super(scope, id);
    awsProvider(this, environment, true);
    stateBackend(this, { environment, embedded: true, workingDirectory });
    const declarations = loadCompute(environment);
    if (declarations === undefined) throw new Error(`${environment.name} declares no compute`);
    const common = new Common(this, "common", { environment });
    new SharedCompute(new TerraformModule(this, "shared_compute"), HIDDEN_ID, {
      declarations,
      network: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
      logKeyArn: common.key.arn,
      topicKeyId: common.keyAlias.name,
      keepRevisions: environment.settings.compute?.keep_revisions,
    });
  }
}

/**
 * Synthesizes the platform of an environment as its files are now.
 *
 * @returns the folder that Terraform runs in
 */
export function synthesizeComputePlatform(root: string, name: string): string {
  const outdir = path.join(root, "cdktf.out");
  const folder = path.join(outdir, "stacks", name);
  const app = new ModularApp({ outdir });
  new ComputePlatform(app, name, loadEnvironment(root, name), folder);
  app.synth();
  return folder;
}
