import * as path from "node:path";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { loadEnvironment } from "../../config/loader";
import { loadTrainingQueues } from "../../config/training-queues";
import { AnalyticsEtl } from "../../modules/analytics-etl";
import { BatchTraining } from "../../modules/batch-training";
import { Common } from "../../modules/common";
import { awsProvider } from "../../modules/platform/provider";
import { stateBackend } from "../../modules/platform/state-backend";
import { ModularApp } from "../../modules/framework/app";
import { HIDDEN_ID } from "../../modules/framework/readable-stack";
import { RootModule } from "../../modules/framework/root-module";
import { TerraformModule } from "../../modules/framework/terraform-module";
import { TrainingQueues } from "../../modules/training-queues";

/** A platform that has training, its queues and what they need, for the embedded AWS. */
class QueuesPlatform extends RootModule {
  constructor(scope: Construct, id: string, environment: Environment, workingDirectory: string) {
    super(scope, id);
    awsProvider(this, environment, true);
    stateBackend(this, { environment, embedded: true, workingDirectory });
    const declarations = loadTrainingQueues(environment);
    if (declarations === undefined) throw new Error(`${environment.name} declares no queues`);
    const common = new Common(this, "common", { environment });
    const analyticsEtl = new AnalyticsEtl(this, "analytics_etl", { environment, common });
    const { construct } = new BatchTraining(this, "batch_training", { environment, common, analyticsEtl });
    new TrainingQueues(new TerraformModule(this, "training_queues"), HIDDEN_ID, {
      declarations,
      prefix: environment.prefix,
      buckets: [construct.buckets.internal, construct.buckets.shared],
      inputBuckets: [analyticsEtl.bucket],
      repositories: [construct.repositories.preprocessing, construct.repositories.context],
    });
  }
}

/**
 * Synthesizes the platform of an environment as its files are now.
 *
 * @returns the folder that Terraform runs in
 */
export function synthesizeQueuesPlatform(root: string, name: string): string {
  const outdir = path.join(root, "cdktf.out");
  const folder = path.join(outdir, "stacks", name);
  const app = new ModularApp({ outdir });
  new QueuesPlatform(app, name, loadEnvironment(root, name), folder);
  app.synth();
  return folder;
}
