import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import { iamArn } from "../../aws/arns";
import type { EnvironmentSettings } from "../../config/environment";
import { fromHcl, retiredFromHcl } from "../framework/hcl-addresses";
import type { Partition } from "../../aws/partitions";
import type { BatchContext } from "./context";
import { trustOf } from "../policies/document";

export interface JobRolesProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly partition: Partition;
  readonly settings: EnvironmentSettings;
}

/** Who the jobs of a context are to AWS. What they may do follows in `permissions.ts`. */
export class JobRoles {
  /** The containers of the Batch jobs, and ECS while it starts them. */
  readonly executioner: IamRole;
  readonly glueJob: IamRole;
  /** The processing job of the state machine; absent when the environment names a role of its own. */
  readonly processing: IamRole | undefined;
  /** The role of the processing job, whoever made it. */
  readonly processingRoleArn: string;

  constructor(scope: Construct, { prefix, context, partition, settings }: JobRolesProps) {
    const { account_number: account, sagemaker_processing_job_execution_role_name: given } = settings;
    // Nobody else's ECS or SageMaker may use the roles, should their ARNs become known
    // (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
    const ofThisAccount = { StringEquals: { "aws:SourceAccount": account } };

    this.executioner = new IamRole(scope, "executioner", {
      name: `${prefix}-dapf-${context}-executioner`,
      description: "Role for Batch Container execution",
      assumeRolePolicy: trustOf("ecs-tasks.amazonaws.com", ofThisAccount),
    });
    fromHcl(this.executioner, "module.batch_executioner_role.aws_iam_role.this[0]");
    // The inline policy of `permissions.ts` takes their place.
    ["SecretsManagerReadWrite", "AmazonEC2ContainerRegistryReadOnly"].forEach((policy, index) => {
      const former = `module.batch_executioner_role.aws_iam_role_policy_attachment.custom[${String(index)}]`;
      retiredFromHcl(scope, `executioner_${policy}`, former);
    });

    this.glueJob = new IamRole(scope, "glue_job", {
      name: `${prefix}-dapf-${context}-glue-job-role`,
      description: "Role for Glue job",
      assumeRolePolicy: trustOf("glue.amazonaws.com"),
    });
    fromHcl(this.glueJob, "module.glue_job_role.aws_iam_role.this[0]");

    if (given === undefined) {
      this.processing = new IamRole(scope, "processing", {
        name: `${prefix}-dapf-${context}-processing`,
        description: `Role for the processing jobs of ${context}`,
        assumeRolePolicy: trustOf("sagemaker.amazonaws.com", ofThisAccount),
      });
    }
    this.processingRoleArn = this.processing?.arn ?? iamArn({ partition, account }, `role/${given ?? ""}`);
  }
}
