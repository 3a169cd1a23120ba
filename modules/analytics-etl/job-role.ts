import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { partitionOf } from "../../config/regions";
import { readAndWriteBuckets, readParameters } from "../batch-construct/policies/access";
import { policyDocument, trustOf } from "../batch-construct/policies/document";

export interface JobRoleProps {
  readonly environment: Environment;
  readonly bucketArn: string;
  /** Names of the environment's own Athena databases. */
  readonly databases: readonly string[];
  readonly parameterArns: readonly string[];
  readonly topicArn: string;
}

/**
 * The role of the Glue jobs whose configuration names none: it reads and writes the analytics bucket and the
 * environment's own databases, and nothing else of the account. The key needs no statement, because its own policy
 * lets whoever may use the bucket use the key through it.
 */
export class JobRole {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, { environment, bucketArn, databases, parameterArns, topicArn }: JobRoleProps) {
    const { prefix, settings } = environment;
    const partition = partitionOf(settings.region);
    const arn = (service: string, resource: string) =>
      `arn:${partition}:${service}:${settings.region}:${settings.account_number}:${resource}`;

    this.role = new IamRole(scope, "job_role", {
      name: `${prefix}-dapf-analytics-etl-glue-job-role`,
      description: `Glue jobs of the analytics ETL of ${prefix}`,
      assumeRolePolicy: trustOf("glue.amazonaws.com"),
    });
    this.policy = new IamRolePolicy(scope, "job_policy", {
      name: "analytics-etl",
      role: this.role.name,
      policy: policyDocument([
        ...readAndWriteBuckets([bucketArn]),
        readParameters(parameterArns),
        {
          Sid: "Queries",
          Effect: "Allow",
          Action: [
            "athena:GetQueryExecution",
            "athena:GetQueryResults",
            "athena:GetWorkGroup",
            "athena:StartQueryExecution",
            "athena:StopQueryExecution",
          ],
          Resource: [arn("athena", "workgroup/primary")],
        },
        {
          Sid: "Catalog",
          Effect: "Allow",
          Action: [
            "glue:BatchCreatePartition",
            "glue:CreatePartition",
            "glue:CreateTable",
            "glue:GetDatabase",
            "glue:GetPartition",
            "glue:GetPartitions",
            "glue:GetTable",
            "glue:GetTables",
            "glue:UpdateTable",
          ],
          Resource: [
            arn("glue", "catalog"),
            ...databases.flatMap((name) => [arn("glue", `database/${name}`), arn("glue", `table/${name}/*`)]),
          ],
        },
        { Sid: "Notifications", Effect: "Allow", Action: ["sns:Publish"], Resource: [topicArn] },
        {
          Sid: "Logs",
          Effect: "Allow",
          Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          // AWS Glue writes the output of all jobs of an account into groups of these names.
          Resource: [arn("logs", "log-group:/aws-glue/*")],
        },
        {
          Sid: "Metrics",
          Effect: "Allow",
          Action: ["cloudwatch:PutMetricData"],
          // AWS restricts it to a namespace, not to a resource.
          Resource: ["*"],
          Condition: { StringEquals: { "cloudwatch:namespace": "Glue" } },
        },
      ]),
    });
  }
}
