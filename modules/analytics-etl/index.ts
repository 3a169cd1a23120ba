import { AthenaDatabase } from "@cdktf/provider-aws/lib/athena-database";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import { bucketArn } from "../../aws/arns";
import type { Environment } from "../../config/environment";
import { loadEtlConfig } from "../../config/etl";
import { athenaDatabaseName } from "../../config/names";
import { assetHash, assetPath } from "../framework/assets";
import { partitionOf } from "../../aws/partitions";
import { policyDocument } from "../policies/document";
import type { Common } from "../common";
import { at, fromHcl } from "../framework/hcl-addresses";
import { identifier } from "../framework/readable-stack";
import { reportLoose } from "../framework/strict";
import { lifecycleRule } from "../storage/bucket-settings";
import { objectTags } from "../storage/object-tags";
import { TerraformModule } from "../framework/terraform-module";
import { databaseComment } from "./database-comment";
import { GlueJobs } from "./glue-jobs";
import { GlueWorkflows } from "./glue-workflows";
import { JobRole } from "./job-role";
import { findScripts, findUtils, missingScripts, scriptFolder } from "./scripts";
import { fillInPlaceholders } from "./template-values";

export interface AnalyticsEtlProps {
  readonly environment: Environment;
  readonly common: Common;
}

/** The analytics ETL: its bucket and databases, the team's Glue jobs, and the workflows that start them. */
export class AnalyticsEtl extends TerraformModule {
  /** Holds scripts, shared Python, and the data that the jobs read and write. */
  readonly bucket: S3Bucket;
  /** The databases by their keys in the settings. */
  readonly databases: ReadonlyMap<string, AthenaDatabase>;
  /** Where the jobs record the quality of the data of a day. */
  readonly dataQualityDatabase: AthenaDatabase;
  /** How many data-quality results a day must have before a pipeline may use its data. */
  readonly expectedJobCount: SsmParameter;
  readonly jobs: GlueJobs;
  readonly workflows: GlueWorkflows;

  constructor(scope: Construct, id: string, { environment, common }: AnalyticsEtlProps) {
    super(scope, id);
    const { prefix, root, settings } = environment;
    const bucketName = `${prefix}-analytics-etl`;
    const known = {
      tfvars_analytics_internal_bucket: bucketName,
      tfvars_dq_s3_bucket: bucketName,
      tfvars_region: settings.region,
      tfvars_account_number: settings.account_number,
      tfvars_eap_dq_bucket_name: settings.eap_dq_bucket_name,
      tfvars_use_case_name: settings.use_case_name,
    };
    const config = loadEtlConfig(root, settings.analytics_etl.glue_config_paths, { prefix, known });
    for (const warning of config.warnings) reportLoose(this, warning.message);

    const arn = bucketArn(partitionOf(settings.region), bucketName);
    const everything = {
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: [arn, `${arn}/*`],
    } as const;
    this.bucket = new S3Bucket(this, "bucket", {
      bucket: bucketName,
      forceDestroy: settings.s3_configs.force_destroy,
      lifecycleRule,
      // Policy and encryption are inside the bucket, although the provider prefers resources of their own: on a live
      // bucket this is a change in place, the resources would be creations.
      policy: policyDocument([
        { Sid: "denyOutdatedTLS", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
        { Sid: "denyInsecureTransport", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ]),
      serverSideEncryptionConfiguration: {
        rule: {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: common.key.arn },
          bucketKeyEnabled: true,
        },
      },
    });
    fromHcl(this.bucket, "aws_s3_bucket.analytics_bucket");
    // S3 refuses concurrent changes of one bucket's settings (OperationAborted), so they come one after the other.
    const access = new S3BucketPublicAccessBlock(this, "bucket_public_access_block", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    fromHcl(access, "aws_s3_bucket_public_access_block.analytics_bucket");
    const versioning = new S3BucketVersioningA(this, "bucket_versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
      dependsOn: [access],
    });
    fromHcl(versioning, "aws_s3_bucket_versioning.versioning_example");

    const scripts = findScripts(environment);
    const uploads = { upload_ext_scripts: scripts, upload_utils: findUtils(environment) };
    const uploaded: S3Object[] = [];
    for (const [former, files] of Object.entries(uploads)) {
      for (const { file, id: objectId, key, name } of files) {
        const object = new S3Object(this, objectId, {
          bucket: this.bucket.bucket,
          key,
          source: assetPath(this, file),
          sourceHash: assetHash(this, file),
          ...objectTags(settings),
        });
        fromHcl(object, `aws_s3_object.${former}${at(name)}`);
        uploaded.push(object);
      }
    }
    const missing = missingScripts(config.jobs, scripts);
    if (missing !== undefined) reportLoose(this, missing);

    const database = (key: string) => {
      const created = new AthenaDatabase(this, `database:${key}`, {
        name: athenaDatabaseName(prefix, key),
        bucket: this.bucket.bucket,
        comment: databaseComment(key, settings.athena_databases[key]?.comment),
        encryptionConfiguration: { encryptionOption: "SSE_S3" },
        forceDestroy: settings.s3_configs.force_destroy,
      });
      created.overrideLogicalId(identifier(key));
      return fromHcl(created, `aws_athena_database.athena_db${at(key)}`);
    };
    this.dataQualityDatabase = database("data_quality");
    const others = Object.keys(settings.athena_databases).filter((key) => key !== "data_quality");
    this.databases = new Map([
      ["data_quality", this.dataQualityDatabase],
      ...others.map((key) => [key, database(key)] as const),
    ]);

    const parameter = (key: string, value: string, description?: string) => {
      const created = new SsmParameter(this, `parameter:${key}`, {
        name: `/${prefix}-dapf-ssm/analytics-etl/${key}`,
        description,
        type: "String",
        insecureValue: value,
      });
      created.overrideLogicalId(identifier(key));
      return fromHcl(created, `aws_ssm_parameter.ssm_params${at(key)}`);
    };
    this.expectedJobCount = parameter(
      "expected_dq_job_cnt",
      String(settings.analytics_etl.expected_dq_job_count),
      "How many data-quality results make a day complete",
    );
    const parameters = Object.entries(settings.etl_ssm_params).map(([key, { value, description }]) =>
      parameter(key, value, description),
    );

    const { jobs, workflows } = fillInPlaceholders(
      { jobs: config.jobs, workflows: config.workflows },
      {
        ...known,
        tfvars_analytics_internal_bucket: this.bucket.bucket,
        tfvars_common_sns_topic: common.topic.arn,
        tfvars_workflow_count_ssm_param_name: this.expectedJobCount.name,
        tfvars_dq_athena_db: this.dataQualityDatabase.name,
        tfvars_dq_s3_bucket: this.bucket.bucket,
      },
    );

    let jobRole: JobRole | undefined;
    this.jobs = new GlueJobs(this, "glue_jobs", {
      prefix,
      jobs,
      scriptLocation: `s3://${this.bucket.bucket}/${scriptFolder}`,
      defaultRoleArn: () => {
        jobRole ??= new JobRole(this, {
          environment,
          bucketArn: this.bucket.arn,
          databases: this.databaseNames,
          parameterArns: [this.expectedJobCount, ...parameters].map(({ arn }) => arn),
          publishing: common.publishing,
        });
        return jobRole.role.arn;
      },
    });
    this.workflows = new GlueWorkflows(this, "glue_wfs", {
      prefix,
      config: { jobs, workflows },
      jobs: this.jobs,
      needs: [...uploaded, ...(jobRole === undefined ? [] : [jobRole.policy])],
    });
  }

  /** The names of the databases, for the policies of those who query them. */
  get databaseNames(): string[] {
    return [...this.databases.values()].map(({ name }) => name);
  }
}
