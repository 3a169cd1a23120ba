import type { Construct } from "constructs";
import { loadEnvironment } from "../../../config/loader";
import { AnalyticsEtl } from "../../../modules/analytics-etl";
import { BatchInferencing } from "../../../modules/batch-inferencing";
import { BatchTraining } from "../../../modules/batch-training";
import { Common } from "../../../modules/common";
import { minimal, repositoryWith } from "../../config/support";
import { synthesize, testApp, TestRoot, type Synthesized, type TerraformJson } from "../module-app";

/** The scripts that every environment needs, under their default paths. */
export const scripts = {
  "model/training_job/evaluation/evaluation_summary.py": "evaluation",
  "model/training_job/gatekeeper/gatekeeper.py": "gatekeeper",
  "model/inferencing_job/evaluation/inferencing_summary.py": "summary",
  "model/inferencing_job/gatekeeper/gatekeeper.py": "gatekeeper",
  "utils/shared.py": "shared",
} as const;

export type Files = Readonly<Record<string, unknown>>;

/** A repository with an environment `churn`; `settings` and `files` are added to the smallest one that works. */
export function batchRepository({ settings = {}, files = {} }: { settings?: object; files?: Files } = {}): string {
  return repositoryWith({
    "environments/churn.tfvars.json": { ...minimal, ...settings },
    "analytics-etl/glue_jobs.config.json": { jobs: {}, workflows: {} },
    ...scripts,
    ...files,
  });
}

/** A root with both contexts and what they need. */
export class BatchRoot extends TestRoot {
  readonly training: BatchTraining;
  readonly inferencing: BatchInferencing;

  constructor(scope: Construct, root: string, name = "churn") {
    super(scope);
    const environment = loadEnvironment(root, name);
    const common = new Common(this, "common", { environment });
    const analyticsEtl = new AnalyticsEtl(this, "analytics_etl", { environment, common });
    this.training = new BatchTraining(this, "batch_training", { environment, common, analyticsEtl });
    this.inferencing = new BatchInferencing(this, "batch_inferencing", {
      environment,
      common,
      analyticsEtl,
      training: this.training,
    });
  }
}

export interface SynthesizedBatch {
  readonly root: BatchRoot;
  readonly files: Synthesized;
  readonly training: TerraformJson;
  readonly trainingConstruct: TerraformJson;
  readonly inferencing: TerraformJson;
  readonly inferencingConstruct: TerraformJson;
}

/** Synthesizes both contexts of an environment. */
export function synthesizeBatch(repository: string, name = "churn"): SynthesizedBatch {
  const app = testApp();
  const root = new BatchRoot(app, repository, name);
  const files = synthesize(app);
  const file = (folder: string) => files[`modules/${folder}/main.tf.json`] ?? {};
  return {
    root,
    files,
    training: file("batch_training"),
    trainingConstruct: file("batch_training/modules/training_construct"),
    inferencing: file("batch_inferencing"),
    inferencingConstruct: file("batch_inferencing/modules/inferencing_construct"),
  };
}

/** A resource's arguments; a test that names a resource that is not there fails here. */
export function resource(module: TerraformJson, type: string, name: string): Record<string, unknown> {
  const found = module.resource?.[type]?.[name];
  if (found === undefined) {
    throw new Error(`no ${type}.${name}; there are ${Object.keys(module.resource?.[type] ?? {}).join(", ")}`);
  }
  return found;
}

/** One of IAM's statements as synthesis wrote it, with `*` for a reference to another resource inside of an ARN. */
export interface WrittenStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** The statements of a policy; a reference such as `${aws_s3_bucket.internal.arn}` becomes `<aws_s3_bucket.internal.arn>`. */
export function statementsOf(policy: unknown): WrittenStatement[] {
  // Terraform wrote nothing here: the text is our own synthesis, whose shape the tests then check.
  const text = String(policy).replace(
    /\$\{([^{}]*)\}/g,
    (_, reference: string) => `<${reference.replaceAll('"', "'")}>`,
  );
  return (JSON.parse(text) as { Statement: WrittenStatement[] }).Statement;
}
