import { BatchComputeEnvironment } from "@cdktf/provider-aws/lib/batch-compute-environment";
import { BatchJobDefinition } from "@cdktf/provider-aws/lib/batch-job-definition";
import { BatchJobQueue, type BatchJobQueueJobStateTimeLimitAction } from "@cdktf/provider-aws/lib/batch-job-queue";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { Construct } from "constructs";
import type { EnvironmentSettings } from "../../config/environment";
import { pipelineQueueName } from "../../config/names";
import { at, fromHcl } from "../framework/hcl-addresses";
import type { BatchRoles } from "./batch-roles";
import type { BatchContext } from "./context";

/**
 * What no job can get past by waiting: after an hour it is cancelled, so that it does not hold up those behind it. Source of
 * the reasons: AWS Batch User Guide, "Automatic remediation with jobStateTimeLimitActions".
 */
const END_IMPOSSIBLE_JOBS = ["COMPUTE_ENVIRONMENT_MAX_RESOURCE", "JOB_RESOURCE_REQUIREMENT"].map(
  (reason): BatchJobQueueJobStateTimeLimitAction => ({
    state: "RUNNABLE",
    // JobStateTimeLimitAction: the only one for queues with compute environments.
    action: "CANCEL",
    maxTimeSeconds: 3600,
    reason: `MISCONFIGURATION:${reason}`,
  }),
);

export interface BatchProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly settings: EnvironmentSettings;
  readonly key: KmsKey;
  readonly roles: BatchRoles;
  /** The role of the containers. */
  readonly executioner: IamRole;
  /** The parameter with the address of the image. */
  readonly image: SsmParameter;
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}

/** In the bindings of provider 6 the argument has a shorter name: Version 6 Upgrade Guide, aws_batch_compute_environment. */
const NAME_PREFIX = "namePrefix" in BatchComputeEnvironment.prototype ? "namePrefix" : "computeEnvironmentNamePrefix";

/** Where the jobs of a context run: compute environment, queue, job definition, log group. */
export class Batch {
  readonly logGroup: CloudwatchLogGroup;
  readonly computeEnvironment: BatchComputeEnvironment;
  readonly jobQueue: BatchJobQueue;
  readonly jobDefinition: BatchJobDefinition;

  constructor(scope: Construct, props: BatchProps) {
    const { prefix, context, settings, key, roles, executioner, image } = props;
    const compute = settings.batch_compute_environments;
    const container = settings.batch_container_properties;

    this.logGroup = new CloudwatchLogGroup(scope, "batch", {
      name: `${prefix}/batch/${context}`,
      retentionInDays: settings.log_retention_days,
      kmsKeyId: key.arn,
    });
    fromHcl(this.logGroup, "aws_cloudwatch_log_group.batch");

    this.computeEnvironment = new BatchComputeEnvironment(scope, "compute_environment", {
      [NAME_PREFIX]: `${prefix}-${context}-`,
      type: "MANAGED",
      state: "ENABLED",
      serviceRole: roles.service.arn,
      computeResources: {
        type: "EC2",
        instanceType: compute.instance_types,
        minVcpus: compute.min_vcpus,
        maxVcpus: compute.max_vcpus,
        instanceRole: roles.instanceProfile.arn,
        subnets: props.subnetIds,
        securityGroupIds: props.securityGroupIds,
        tags: { Name: `${prefix}-${context}-instance` },
      },
      // Batch needs the permissions of the service role to take the compute environment down, too.
      dependsOn: [roles.serviceAttachment],
      // A queue cannot be without a compute environment, so the new one has to be there before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    fromHcl(this.computeEnvironment, `module.batch.aws_batch_compute_environment.this${at(context)}`);

    this.jobQueue = new BatchJobQueue(scope, "job_queue", {
      name: pipelineQueueName(prefix, context),
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: this.computeEnvironment.arn }],
      jobStateTimeLimitAction: END_IMPOSSIBLE_JOBS,
    });
    fromHcl(this.jobQueue, 'module.batch.aws_batch_job_queue.this["low_priority"]');

    this.jobDefinition = new BatchJobDefinition(scope, "job_definition", {
      name: `${prefix}-dapf-batch-${context}-job-def`,
      type: "container",
      containerProperties: JSON.stringify({
        command: ["python3", `/opt/ml/${context}.py`],
        image: image.insecureValue,
        executionRoleArn: executioner.arn,
        jobRoleArn: executioner.arn,
        resourceRequirements: [
          { type: "VCPU", value: String(container.vcpus) },
          { type: "MEMORY", value: String(container.memory) },
        ],
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": this.logGroup.name,
            "awslogs-region": settings.region,
            "awslogs-stream-prefix": context,
          },
        },
        environment: [],
        mountPoints: [],
        secrets: [],
        ulimits: [],
        volumes: [],
      }),
      // The code-sync pipeline registers a revision per image; the first one is only there to be replaced.
      lifecycle: { ignoreChanges: ["container_properties"] },
    });
    fromHcl(this.jobDefinition, "aws_batch_job_definition.job_def");
  }
}
