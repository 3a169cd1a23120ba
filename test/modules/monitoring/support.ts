import type { Construct } from "constructs";
import { loadEnvironment } from "../../../config/loader";
import { AnalyticsEtl } from "../../../modules/analytics-etl";
import { BatchInferencing } from "../../../modules/batch-inferencing";
import { BatchTraining } from "../../../modules/batch-training";
import { Common } from "../../../modules/common";
import { Monitoring } from "../../../modules/monitoring";
import { batchRepository, type Files } from "../batch-construct/support";
import { synthesize, testApp, TestRoot, type Synthesized, type TerraformJson } from "../module-app";

/** The four scripts, and the settings that name them. */
export const monitoringScripts = {
  "watch/data_quality.py": "data quality",
  "watch/features.py": "features",
  "watch/inferencing.py": "inferencing",
  "watch/training.py": "training",
} as const;
export const monitoring = {
  glue_data_quality_params: { path: "watch/data_quality.py" },
  glue_feature_store_params: { path: "watch/features.py" },
  glue_inferencing_model_quality_params: { path: "watch/inferencing.py" },
  glue_training_model_quality_params: { path: "watch/training.py" },
};

/** A repository whose environment `churn` has monitoring. */
export function monitoredRepository({ settings = {}, files = {} }: { settings?: object; files?: Files } = {}): string {
  return batchRepository({
    settings: { enable_monitoring: true, monitoring, ...settings },
    files: { ...monitoringScripts, ...files },
  });
}

/** A root with monitoring and what it needs. */
export class MonitoredRoot extends TestRoot {
  readonly monitoring: Monitoring;

  constructor(scope: Construct, repository: string, name: string) {
    super(scope);
    const environment = loadEnvironment(repository, name);
    const common = new Common(this, "common", { environment });
    const analyticsEtl = new AnalyticsEtl(this, "analytics_etl", { environment, common });
    const training = new BatchTraining(this, "batch_training", { environment, common, analyticsEtl });
    const inferencing = new BatchInferencing(this, "batch_inferencing", {
      environment,
      common,
      analyticsEtl,
      training,
    });
    this.monitoring = new Monitoring(this, "monitoring", {
      environment,
      common,
      analyticsEtl,
      training,
      inferencing,
    });
  }
}

export interface SynthesizedMonitoring {
  readonly files: Synthesized;
  readonly module: TerraformJson;
}

/** Synthesizes an environment with monitoring. */
export function synthesizeMonitoring(repository: string, name = "churn"): SynthesizedMonitoring {
  const app = testApp();
  new MonitoredRoot(app, repository, name);
  const files = synthesize(app);
  return { files, module: files["modules/monitoring/main.tf.json"] ?? {} };
}
