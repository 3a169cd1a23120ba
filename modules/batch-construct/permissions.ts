import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Fn } from "cdktf";
import { placeIn } from "../../aws/place";
import type { Environment } from "../../config/environment";
import type { Common } from "../common";
import { fromHcl } from "../framework/hcl-addresses";
import type { Batch } from "./batch";
import type { BatchRoles } from "./batch-roles";
import type { Buckets } from "./buckets";
import type { BatchContext } from "./context";
import type { JobRoles } from "./job-roles";
import type { Parameters } from "./parameters";
import { executionerPolicy } from "./policies/executioner";
import { glueJobDataPolicy, glueJobPolicy } from "./policies/glue-job";
import { instancePolicy } from "./policies/instance";
import { processingPolicy } from "./policies/processing";
import type { Repositories } from "./repositories";
import type { Tables } from "./tables";

export interface PermissionsProps {
  readonly context: BatchContext;
  readonly environment: Environment;
  readonly common: Common;
  readonly jobRoles: JobRoles;
  readonly batchRoles: BatchRoles;
  readonly buckets: Buckets;
  readonly tables: Tables;
  readonly repositories: Repositories;
  readonly parameters: Parameters;
  readonly batch: Batch;
  readonly inputBuckets: readonly S3Bucket[];
  readonly inputParameterArns: readonly string[];
  readonly databases: readonly string[];
}

/** What the roles of a context may do, once everything that they are about is known. */
export function grantPermissions(props: PermissionsProps): void {
  const { context, environment, common, jobRoles, batchRoles, buckets, tables, repositories, parameters, batch } =
    props;
  const { prefix, settings } = environment;
  const { executioner, glueJob, processing } = jobRoles;
  const ofThisContext = {
    prefix,
    ...placeIn(settings.region, settings.account_number),
    bucketArns: [buckets.internal.arn, buckets.shared.arn],
    inputBucketArns: props.inputBuckets.map(({ arn }) => arn),
    tableArns: [tables.input.arn, tables.state.arn, tables.meta.arn],
    metaTableArn: tables.meta.arn,
    repositoryArns: [repositories.preprocessing.arn, repositories.context.arn],
    parameterArns: [...parameters.all.map(({ arn }) => arn), ...props.inputParameterArns],
    logGroupArn: batch.logGroup.arn,
  };

  new IamRolePolicy(executioner, "policy", {
    name: `${prefix}-dapf-${context}-executioner`,
    role: executioner.name,
    policy: executionerPolicy({ ...ofThisContext, outputBucketArn: buckets.shared.arn }),
  });

  const { ecsClusterArn } = batch.computeEnvironment;
  new IamRolePolicy(batchRoles.instance, "policy", {
    name: `${prefix}-dapf-${context}-instance`,
    role: batchRoles.instance.name,
    policy: instancePolicy({
      ...ofThisContext,
      clusterArn: ecsClusterArn,
      containerInstanceArns: `${Fn.replace(ecsClusterArn, ":cluster/", ":container-instance/")}/*`,
    }),
  });

  const ofGlueJobs = {
    ...ofThisContext,
    context,
    completeStatusArn: parameters.completeStatus.arn,
    jobQueueArn: batch.jobQueue.arn,
    jobQueueName: batch.jobQueue.name,
    jobDefinitionArn: batch.jobDefinition.arnPrefix,
    databases: props.databases,
    eventBusArn: common.eventBus.arn,
    publishing: common.publishing,
    modelPackageGroupName: common.modelPackageGroup.modelPackageGroupName,
    centralBucket: settings.eap_dq_bucket_name,
  };
  new IamRolePolicy(glueJob, "data_policy", {
    name: `${prefix}-dapf-${context}-glue-job-data`,
    role: glueJob.name,
    policy: glueJobDataPolicy(ofGlueJobs),
  });
  const glueJobPermissions = new IamPolicy(glueJob, "policy", {
    name: `${prefix}-dapf-${context}-glue-job-policy`,
    description: "IAM Policy",
    policy: glueJobPolicy(ofGlueJobs),
  });
  fromHcl(glueJobPermissions, "module.glue_custom_iam_policy.aws_iam_policy.policy[0]");
  const attachment = new IamRolePolicyAttachment(glueJob, "policy_attachment", {
    role: glueJob.name,
    policyArn: glueJobPermissions.arn,
  });
  fromHcl(attachment, "module.glue_job_role.aws_iam_role_policy_attachment.custom[0]");

  if (processing === undefined) return;
  new IamRolePolicy(processing, "policy", {
    name: `${prefix}-dapf-${context}-processing`,
    role: processing.name,
    policy: processingPolicy(ofThisContext),
  });
}
