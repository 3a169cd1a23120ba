import { GlueJob } from "@cdktf/provider-aws/lib/glue-job";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { ConfigError } from "../../config/errors";
import type { AnalyticsEtl } from "../analytics-etl";
import { assetHash, assetPath } from "../framework/assets";
import { trustOf } from "../policies/document";
import type { BatchInferencing } from "../batch-inferencing";
import type { BatchTraining } from "../batch-training";
import type { Common } from "../common";
import { at, atPath, fromHcl, retiredFromHcl } from "../framework/hcl-addresses";
import { TerraformModule } from "../framework/terraform-module";
import { objectTags } from "../storage/object-tags";
import { argumentsOf } from "./arguments";
import { monitoringPolicy } from "./job-policy";
import { findMonitoringScripts, monitored, type Monitored } from "./scripts";
import { Trigger } from "./trigger";

export interface MonitoringProps {
  readonly environment: Environment;
  readonly common: Common;
  readonly analyticsEtl: AnalyticsEtl;
  readonly training: BatchTraining;
  readonly inferencing: BatchInferencing;
}

/** Monitoring: four Glue jobs that watch data and models, and what starts them when a run was evaluated. */
export class Monitoring extends TerraformModule {
  readonly jobs: Readonly<Record<Monitored, GlueJob>>;
  readonly trigger: Trigger;

  /** @throws ConfigError when a setting or script that monitoring needs is missing */
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { environment, common, analyticsEtl, training, inferencing } = props;
    const { prefix, settings } = environment;
    const scripts = findMonitoringScripts(environment);
    const database = monitoringDatabase(environment, analyticsEtl);
    const bucket = training.construct.buckets.internal;

    // Two jobs may share a script; it goes up once.
    const uploaded = monitored.filter((job, index) => {
      return monitored.findIndex((other) => scripts[other].key === scripts[job].key) === index;
    });
    const uploads = uploaded.map((job) => {
      const { path, file, key } = scripts[job];
      return fromHcl(
        new S3Object(this, `script_${job}`, {
          bucket: bucket.bucket,
          key,
          source: assetPath(this, file),
          sourceHash: assetHash(this, file),
          ...objectTags(settings),
        }),
        `aws_s3_object.upload_ext_scripts${atPath(path)}`,
      );
    });

    const role = new IamRole(this, "glue_job", {
      name: `${prefix}-dapf-monitoring-glue-job-role`,
      description: "Role for Glue job",
      assumeRolePolicy: trustOf("glue.amazonaws.com"),
    });
    fromHcl(role, "module.glue_job_role.aws_iam_role.this[0]");

    const jobArguments = argumentsOf({ environment, scripts, scriptBucket: bucket, database, inferencing });
    const job = (key: Monitored) =>
      fromHcl(
        new GlueJob(this, key, {
          name: `${prefix}-${key.replaceAll("_", "-")}`,
          roleArn: role.arn,
          glueVersion: "4.0",
          workerType: "G.1X",
          numberOfWorkers: 10,
          maxRetries: 0,
          timeout: 2880,
          command: { name: "glueetl", pythonVersion: "3", scriptLocation: `s3://${bucket.bucket}/${scripts[key].key}` },
          defaultArguments: { ...jobArguments[key] },
        }),
        `module.glue_jobs${at(key)}.aws_glue_job.this`,
      );
    this.jobs = {
      data_quality: job("data_quality"),
      feature_store: job("feature_store"),
      inferencing_model_quality: job("inferencing_model_quality"),
      training_model_quality: job("training_model_quality"),
    };

    const { athena } = settings.step_function_settings;
    const policy = new IamPolicy(role, "policy", {
      name: `${prefix}-dapf-monitoring-glue-job-policy`,
      description: "Policy for Glue job",
      policy: monitoringPolicy({
        region: settings.region,
        account: settings.account_number,
        bucketArns: [bucket.arn, analyticsEtl.bucket.arn],
        inputBucketArns: [training.construct.buckets.shared.arn, inferencing.construct.buckets.shared.arn],
        databases: [...new Set([...analyticsEtl.databaseNames, athena.training.database, athena.inferencing.database])],
        jobArguments: Object.values(jobArguments),
      }),
    });
    fromHcl(policy, "module.glue_job_policy.aws_iam_policy.policy[0]");
    const attachment = new IamRolePolicyAttachment(role, "policy_attachment", {
      role: role.name,
      policyArn: policy.arn,
    });
    fromHcl(attachment, "module.glue_job_role.aws_iam_role_policy_attachment.custom[0]");
    // The policy above takes their place.
    [
      "CloudWatchFullAccess",
      "AmazonKinesisFullAccess",
      "IAMFullAccess",
      "AmazonS3FullAccess",
      "AWSGlueConsoleFullAccess",
    ].forEach((name, index) => {
      const former = `module.glue_job_role.aws_iam_role_policy_attachment.custom[${String(index + 1)}]`;
      retiredFromHcl(this, `glue_job_${name}`, former);
    });

    this.trigger = new Trigger(this, {
      prefix,
      common,
      logRetentionDays: settings.log_retention_days,
      events: training.evaluationEvents,
      jobs: this.jobs,
      needs: [...uploads, attachment],
    });
  }
}

/** @returns the name of the database that the results go to */
function monitoringDatabase({ file }: Environment, { databases }: AnalyticsEtl): string {
  const database = databases.get("monitoring");
  if (database !== undefined) return database.name;
  const rule = "must have a database monitoring when enable_monitoring is true";
  throw new ConfigError([{ file, path: "athena_databases", rule, found: [...databases.keys()].join(", ") }]);
}
