import type { Construct } from "constructs";
import { loadEnvironment } from "../../../config/loader";
import { loadTrainingQueues } from "../../../config/training-queues";
import { AnalyticsEtl } from "../../../modules/analytics-etl";
import { BatchTraining } from "../../../modules/batch-training";
import { Common } from "../../../modules/common";
import { HIDDEN_ID } from "../../../modules/framework/readable-stack";
import { TerraformModule } from "../../../modules/framework/terraform-module";
import { TrainingQueues } from "../../../modules/training-queues";
import { batchRepository } from "../batch-construct/support";
import { synthesize, testApp, TestRoot, type TerraformJson } from "../module-app";

/** A root with training and the queues of the environment `churn`. */
export class QueuesRoot extends TestRoot {
  readonly queues: TrainingQueues;

  constructor(scope: Construct, root: string) {
    super(scope);
    const environment = loadEnvironment(root, "churn");
    const declarations = loadTrainingQueues(environment);
    if (declarations === undefined) throw new Error("the environment declares no queues");
    const common = new Common(this, "common", { environment });
    const analyticsEtl = new AnalyticsEtl(this, "analytics_etl", { environment, common });
    const training = new BatchTraining(this, "batch_training", { environment, common, analyticsEtl });
    const { buckets, repositories } = training.construct;
    this.queues = new TrainingQueues(new TerraformModule(this, "training_queues"), HIDDEN_ID, {
      declarations,
      prefix: environment.prefix,
      buckets: [buckets.internal, buckets.shared],
      inputBuckets: [analyticsEtl.bucket],
      repositories: [repositories.preprocessing, repositories.context],
      executionRoleName: environment.settings.training_queues?.execution_role_name,
    });
  }
}

/** @returns the repository of an environment `churn` with the given queues. */
export function queuesRepository(queues: unknown, settings: object = {}): string {
  return batchRepository({
    settings: { training_queues: { path: "queues.json", ...settings } },
    files: { "queues.json": queues },
  });
}

/** @returns the Terraform of the module for the given queues. */
export function synthesizeQueues(queues: unknown, settings: object = {}): { root: QueuesRoot; module: TerraformJson } {
  const app = testApp();
  const root = new QueuesRoot(app, queuesRepository(queues, settings));
  const module = synthesize(app)["modules/training_queues/main.tf.json"];
  if (module === undefined) throw new Error("the module was not written");
  return { root, module };
}

/** @returns an argument of a resource of the module. */
export function argument(module: TerraformJson, type: string, name: string, argumentName: string): unknown {
  const resource = module.resource?.[type]?.[name];
  if (resource === undefined) throw new Error(`there is no ${type}.${name}`);
  return resource[argumentName];
}

/** @returns the desired state of a Cloud Control resource; references stand in it as `${...}`. */
export function desiredState(module: TerraformJson, name: string): Record<string, unknown> {
  const text = String(argument(module, "aws_cloudcontrolapi_resource", name, "desired_state"));
  return JSON.parse(text) as Record<string, unknown>; // Cast: a resource's state is an object.
}
