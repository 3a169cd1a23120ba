import type { BatchJobQueue } from "@cdktf/provider-aws/lib/batch-job-queue";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import type { Construct } from "constructs";
import { placeIn } from "../../aws/place";
import { iamArn } from "../../aws/arns";
import { alertsOf } from "../../config/alerts";
import type { Environment } from "../../config/environment";
import type { Common } from "../common";
import { TerraformModule } from "../framework/terraform-module";
import { Batch } from "./batch";
import { BatchRoles } from "./batch-roles";
import { Buckets } from "./buckets";
import type { BatchContext } from "./context";
import { GlueJobs } from "./glue-jobs";
import { JobRoles } from "./job-roles";
import { Orchestrator } from "./orchestrator";
import { Parameters } from "./parameters";
import { grantPermissions } from "./permissions";
import { Repositories } from "./repositories";
import { findScripts } from "./scripts";
import { Tables } from "./tables";
import { upload } from "./uploads";

export type { BatchContext } from "./context";

export interface BatchConstructProps {
  readonly context: BatchContext;
  readonly environment: Environment;
  readonly common: Common;
  /** Where the machines of the compute environment live. */
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
  /** Buckets of other parts of the platform that the jobs read. */
  readonly inputBuckets: readonly S3Bucket[];
  /** ARNs of parameters of other parts of the platform that the jobs read. */
  readonly inputParameterArns: readonly string[];
  /** Names of the Athena databases that the jobs query and add tables and partitions to. */
  readonly databases: readonly string[];
  /** Literal arguments of the team's two scripts, beside those of the input map. */
  readonly scriptArguments: Readonly<Record<string, string>>;
}

/** Everything that one context needs to run its jobs: data, images, compute, Glue jobs and the state machine. */
export class BatchConstruct extends TerraformModule {
  readonly buckets: Buckets;
  readonly tables: Tables;
  readonly repositories: Repositories;
  readonly parameters: Parameters;
  readonly batch: Batch;
  readonly jobQueue: BatchJobQueue;
  readonly glueJobs: GlueJobs;
  readonly orchestrator: Orchestrator;
  readonly stateMachine: SfnStateMachine;

  /** @throws ConfigError when a script that the environment names is missing */
  constructor(scope: Construct, id: string, props: BatchConstructProps) {
    super(scope, id);
    const { context, environment, common } = props;
    const { prefix, settings } = environment;
    const place = placeIn(settings.region, settings.account_number);
    const { partition } = place;
    const key = common.key;

    this.buckets = new Buckets(this, { prefix, context, key, forceDestroy: settings.s3_configs.force_destroy });
    const scripts = findScripts(environment, context);
    upload(this, { bucket: this.buckets.internal, scripts, settings });

    this.tables = new Tables(this, {
      prefix,
      context,
      key,
      deletionProtection: settings.ddb_params.ddb_delete_protection,
    });
    this.repositories = new Repositories(this, {
      prefix,
      context,
      attributes: settings.ecr_attributes,
      accountArn: iamArn(place, "root"),
    });
    this.parameters = new Parameters(this, { prefix, context, repositories: this.repositories });

    const jobRoles = new JobRoles(this, { prefix, context, partition, settings });
    const batchRoles = new BatchRoles(this, { prefix, context, partition });
    this.batch = new Batch(this, {
      prefix,
      context,
      settings,
      key,
      roles: batchRoles,
      executioner: jobRoles.executioner,
      image: this.parameters.contextImage,
      subnetIds: props.subnetIds,
      securityGroupIds: props.securityGroupIds,
    });
    this.jobQueue = this.batch.jobQueue;

    this.glueJobs = new GlueJobs(this, {
      environment,
      context,
      role: jobRoles.glueJob,
      scripts,
      scriptBucket: this.buckets.internal,
      tables: this.tables,
      parameters: this.parameters,
    });
    this.orchestrator = new Orchestrator(this, "orchestrator", {
      context,
      prefix,
      ...place,
      glueJobs: this.glueJobs,
      parameters: this.parameters,
      processingRoleArn: jobRoles.processingRoleArn,
      scriptArguments: props.scriptArguments,
      publishing: common.publishing,
      logRetentionDays: settings.log_retention_days,
      key,
      tellsOfFailure: alertsOf(settings) === undefined,
    });
    this.stateMachine = this.orchestrator.stateMachine;

    grantPermissions({
      context,
      environment,
      common,
      jobRoles,
      batchRoles,
      buckets: this.buckets,
      tables: this.tables,
      repositories: this.repositories,
      parameters: this.parameters,
      batch: this.batch,
      inputBuckets: props.inputBuckets,
      inputParameterArns: props.inputParameterArns,
      databases: props.databases,
    });
  }
}
