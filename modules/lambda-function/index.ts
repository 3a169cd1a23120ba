import * as path from "node:path";
import type { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { policyDocument, trustOf, type Statement } from "../policies/document";
import { generatedAsset } from "../framework/assets";
import { at, fromHcl } from "../framework/hcl-addresses";
import { archiveOf } from "./archive";

/** dapf's own Lambda code; a repository that uses dapf need not have it. */
const lambdaFolder = path.resolve(__dirname, "../../glue/lambda");

export interface PythonFunctionProps {
  /** The name of the function and of its role. */
  readonly name: string;
  readonly description: string;
  /** The folder below `glue/lambda` whose `handler.py` has the function `lambda_handler`. */
  readonly source: string;
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the function may do beside writing its log and reporting failures. */
  readonly statements: readonly Statement[];
  /**
   * How long the log is kept.
   * @default for ever
   */
  readonly logRetentionDays?: number;
  /** Encrypts the log. */
  readonly key: KmsKey;
  /** Receives the events that the function could not handle, after Lambda tried three times. */
  readonly failures: SnsTopic;
  /**
   * What publishing to that topic takes.
   * @default `sns:Publish` on it, which is enough where it is not encrypted or whoever may publish may use its key
   */
  readonly publishing?: readonly Statement[];
}

/** A Lambda function in Python: code, role, log group, and who may invoke it. */
export class PythonFunction extends Construct {
  readonly logGroup: CloudwatchLogGroup;
  readonly role: IamRole;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: PythonFunctionProps) {
    super(scope, id);
    const { name, description, source, variables, statements, key, failures } = props;
    const publish: Statement = {
      Sid: "Notifications",
      Effect: "Allow",
      Action: ["sns:Publish"],
      Resource: [failures.arn],
    };

    this.logGroup = new CloudwatchLogGroup(this, "log_group", {
      name: `/aws/lambda/${name}`,
      retentionInDays: props.logRetentionDays,
      kmsKeyId: key.arn,
    });
    fromHcl(this.logGroup, "module.lambda.aws_cloudwatch_log_group.lambda[0]");

    this.role = new IamRole(this, "role", {
      name,
      assumeRolePolicy: trustOf("lambda.amazonaws.com"),
      forceDetachPolicies: true,
    });
    fromHcl(this.role, "module.lambda.aws_iam_role.lambda[0]");

    const logs = new IamPolicy(this, "logs", {
      name: `${name}-logs`,
      policy: policyDocument([
        {
          Sid: "Logs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: [`${this.logGroup.arn}:*`],
        },
      ]),
    });
    fromHcl(logs, "module.lambda.aws_iam_policy.logs[0]");
    const logsAttachment = new IamRolePolicyAttachment(this, "logs_attachment", {
      role: this.role.name,
      policyArn: logs.arn,
    });
    fromHcl(logsAttachment, "module.lambda.aws_iam_role_policy_attachment.logs[0]");

    const permissions = new IamRolePolicy(this, "permissions", {
      name: "permissions",
      role: this.role.name,
      policy: policyDocument([...statements, ...(props.publishing ?? [publish])]),
    });

    const code = generatedAsset(this, `${source}.zip`, archiveOf(path.join(lambdaFolder, source)));
    this.function = new LambdaFunction(this, "function", {
      functionName: name,
      description,
      role: this.role.arn,
      packageType: "Zip",
      filename: code.path,
      sourceCodeHash: code.sha256,
      handler: "handler.lambda_handler",
      runtime: "python3.13",
      memorySize: 128,
      // The HCL had the 3 seconds of AWS's default; loading boto3 alone takes one or two with so little memory.
      timeout: 30,
      publish: true,
      environment: { variables: { ...variables } },
      deadLetterConfig: { targetArn: failures.arn },
      // Lambda would make a log group of its own, not encrypted, and refuses a dead-letter topic that it may not use.
      dependsOn: [this.logGroup, logsAttachment, permissions],
    });
    fromHcl(this.function, "module.lambda.aws_lambda_function.this[0]");
  }

  /**
   * Lets a rule invoke the function; the rule's target is the caller's.
   *
   * @param statementId names the permission in the function's policy, and in its address
   */
  allowRule(statementId: string, rule: CloudwatchEventRule): void {
    const permission = {
      statementId,
      action: "lambda:InvokeFunction",
      functionName: this.function.functionName,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    };
    fromHcl(
      new LambdaPermission(this, `invoke_${statementId}`, permission),
      `module.lambda.aws_lambda_permission.unqualified_alias_triggers${at(statementId)}`,
    );
    // The HCL also let rules invoke the version that it published. No target names a version, so the permission stays
    // with the one it was made for; else it would be made anew whenever the code changes.
    fromHcl(
      new LambdaPermission(this, `invoke_version_${statementId}`, {
        ...permission,
        qualifier: this.function.version,
        lifecycle: { ignoreChanges: ["qualifier"] },
      }),
      `module.lambda.aws_lambda_permission.current_version_triggers${at(statementId)}`,
    );
  }
}
