import type { Construct } from "constructs";
import { loadEnvironment } from "../../../config/loader";
import { AnalyticsEtl } from "../../../modules/analytics-etl";
import { Common } from "../../../modules/common";
import { minimal, repositoryWith } from "../../config/support";
import { synthesize, testApp, TestRoot, type Synthesized, type TerraformJson } from "../module-app";

/** A root with what the analytics ETL needs and nothing else. */
export class EtlRoot extends TestRoot {
  readonly etl: AnalyticsEtl;

  constructor(scope: Construct, root: string, environmentName: string) {
    super(scope);
    const environment = loadEnvironment(root, environmentName);
    this.etl = new AnalyticsEtl(this, "analytics_etl", {
      environment,
      common: new Common(this, "common", { environment }),
    });
  }
}

/** What a synthesized analytics ETL consists of. */
export interface SynthesizedEtl {
  readonly root: EtlRoot;
  readonly files: Synthesized;
  readonly etl: TerraformJson;
  readonly jobs: TerraformJson;
  readonly workflows: TerraformJson;
}

/** Synthesizes the analytics ETL of an environment of a repository. */
export function synthesizeEtl(root: string, environmentName = "churn"): SynthesizedEtl {
  const app = testApp();
  const stack = new EtlRoot(app, root, environmentName);
  const files = synthesize(app);
  const file = (name: string) => files[`modules/analytics_etl/${name}main.tf.json`] ?? {};
  return {
    root: stack,
    files,
    etl: file(""),
    jobs: file("modules/glue_jobs/"),
    workflows: file("modules/glue_wfs/"),
  };
}

/** A repository with an environment `churn`, an ETL configuration and a script for each of `scripts`. */
export function etlRepository(
  definitions: object,
  { settings = {}, files = {} }: { settings?: object; files?: Readonly<Record<string, string>> } = {},
): string {
  return repositoryWith({
    "environments/churn.tfvars.json": { ...minimal, ...settings },
    "analytics-etl/glue_jobs.config.json": definitions,
    ...files,
  });
}

/** The warnings and errors that the constructs of a stack carry. */
export function annotations(root: EtlRoot): { level: string; message: string }[] {
  return root.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type.startsWith("@cdktf/"))
    .map(({ type, data }) => ({ level: type.replace("@cdktf/", ""), message: String(data) }));
}

/** A trigger that starts a job by schedule, or after another job. */
export const starts = (job: string) => ({
  type: "SCHEDULED",
  schedule: "cron(0 5 * * ? *)",
  actions: [{ job_name: job }],
});
export const follows = (after: string, job: string) => ({
  type: "CONDITIONAL",
  predicate: { conditions: [{ job_name: after, state: "SUCCEEDED" }] },
  actions: [{ job_name: job }],
});
